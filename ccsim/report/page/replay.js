"use strict";
// Plays a day of the run: `watchedDay` says what is at a second, this shows it.
(() => {
  const replay = JSON.parse(document.getElementById("replay-data").textContent);
  const { say, shown } = window.report, root = document.documentElement;
  const by = (id) => document.getElementById("watch-" + id);
  const QUARTER = 900, MOST_PILLS = 48, MOST_DOTS = 120, MOST_TOLD = 10, SHIFTS = ["staff", "door"], FIXED = "\u00a0", NOTHING = "–";
  const SPEEDS = [1, 2, 5, 10, 30], STATES = { wrap: "replay_wrap", free: "replay_free", held: "replay_held", paused: "replay_paused" };
  const OF_CONTACTS = ["contact_type", "replay_col_waiting", "replay_col_late", "replay_col_longest", "replay_came", "replay_col_answered",
    "replay_timely", "replay_gave_up", "replay_col_level", "replay_in_the_end"];
  const OF_AGENTS = ["group", "replay_col_duty", "replay_col_planned", "replay_col_serving", "replay_wrap", "replay_free", "replay_held",
    "replay_paused", "replay_over"];
  const OF_BOTS = ["name", "replay_col_inside", "replay_col_ended", "replay_col_handed", "replay_gave_up", "replay_col_away"];
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const { kinds, channels, groups, bots, focus } = replay;
  let day, watched, strip, told, now = 0, playing = false, frame = 0, before = null;

  // --- small things
  const make = (tag, { text, ...own } = {}, ...inside) => {
    const it = document.createElement(tag);
    for (const [name, value] of Object.entries(own)) it.setAttribute(name, value);
    if (text !== undefined) it.textContent = text;
    it.append(...inside);
    return it;
  };
  const two = (n) => ("" + n).padStart(2, "0");
  const clock = (second) => {
    let ahead = 0;
    for (const [from, by] of day.clock) if (from <= second) ahead = by;
    const shows = second + ahead;
    return `${two(Math.floor(shows / 3600))}:${two(Math.floor(shows / 60) % 60)}`;
  };
  const span = (seconds) => {
    const s = Math.round(seconds), unit = (n, name) => n + FIXED + name;
    if (s < 60) return unit(s, "s");
    if (s < 3600) return unit(Math.floor(s / 60), "min") + (s % 60 ? FIXED + unit(s % 60, "s") : "");
    const minutes = Math.round(s / 60);
    if (s < 86400) return unit(Math.floor(minutes / 60), "h") + (minutes % 60 ? FIXED + unit(minutes % 60, "min") : "");
    return unit(Math.floor(s / 86400), "d") + FIXED + unit(Math.floor(s / 3600) % 24, "h");
  };
  const share = (part, whole) => (whole ? shown(part / whole, "share") : NOTHING);
  const who = (all = "replay_all") => focus.name || (focus.kinds.length === 1 ? kinds[focus.kinds[0]].name : say(all));
  const measure = () => say("m_service_level") + (focus.within === null ? "" : " " + say("within", { seconds: span(focus.within) }));
  const date = (one) => `${say("day_" + one.weekday)} ${one.date}`;
  const oldestOf = (state) => Math.max(0, ...focus.kinds.map((kind) => state.kinds[kind].oldest));
  const total = (found, key) => focus.kinds.reduce((sum, kind) => sum + found.kinds[kind][key], 0);
  const planned = (group) => day.planned[group].reduce((last, [from, agents]) => (from <= now ? agents : last), 0);
  const letters = []; // of channels; two where one would stand for another channel too
  for (const name of channels) {
    const one = name.slice(0, 1).toUpperCase();
    letters.push(letters.includes(one) ? one + name.slice(1, 2) : one);
  }
  const named = (name) => name.split(/(?<=[_./-])/).flatMap((part, i) => (i ? [make("wbr"), part] : [part])); // may break there
  const tint = (channel) => `var(--c${[1, 3, 4, 5, 2, 6, 7][channel % 7]})`;

  // --- the day as a strip
  const stripOf = () => {
    const minutes = [], found = { at: minutes, waiting: [], late: [], oldest: [], free: [], offered: [], answered: [], gaveUp: [], judged: [], timely: [], several: false };
    const helps = groups.map((_, i) => focus.kinds.some((kind) => kinds[kind].groups.includes(i)));
    const states = [];
    for (let second = day.first; second <= day.last; second += 60) {
      const state = watched.at(second);
      minutes.push(second);
      states.push(state.groups.map((group) => group.free));
      found.oldest.push(oldestOf(state));
      for (const key of ["waiting", "late", "offered", "answered", "gaveUp", "judged", "timely"]) found[key].push(total(state, key));
      if (state.agents && state.agents.some((agent) => agent.hand > 1)) found.several = true;
    }
    found.helps = helps;
    found.free = states.map((free) => free.reduce((sum, n, i) => sum + (found.helps[i] ? n : 0), 0));
    const signs = [found.late, found.waiting, found.oldest]; // the first that differs says which minute is worse
    const worse = (i, other) => { const by = signs.find((values) => values[i] !== values[other]); return by ? by[i] > by[other] : false; };
    const worst = minutes.reduce((best, _, i) => (worse(i, best) ? i : best), 0);
    const last = minutes.length - 1, fell = found.judged[last] > found.timely[last]; // nobody: it is no fault to wait
    found.worst = found.waiting[worst] && (found.late[worst] || fell) ? minutes[worst] : null;
    found.opens = minutes[found.waiting[worst] ? worst : found.free.indexOf(Math.min(...found.free))];
    return found;
  };
  const x = (second) => (1000 * (second - day.first)) / (day.last - day.first);
  const SVG = "http://www.w3.org/2000/svg";
  const drawStrip = () => {
    const svg = by("strip").querySelector("svg"), most = Math.max(4, ...strip.waiting), free = Math.max(4, ...strip.free);
    const middle = 62, wide = Math.ceil(strip.at.length / 240); // minutes that one step stands for
    const shape = (values, height, sign, sum) => {
      const points = [];
      for (let i = 0; i < values.length; i += wide) {
        const y = (middle - sign * height * sum(values.slice(i, i + wide))).toFixed(2);
        const until = strip.at[Math.min(i + wide, values.length - 1)];
        points.push(`${x(strip.at[i]).toFixed(1)},${y}`, `${x(until).toFixed(1)},${y}`);
      }
      return `M0,${middle}L${points.join("L")}L1000,${middle}Z`;
    };
    const peak = (part) => Math.max(...part), mean = (part) => part.reduce((a, b) => a + b, 0) / part.length;
    const path = (d, name) => {
      const it = document.createElementNS(SVG, "path");
      it.setAttribute("d", d);
      it.setAttribute("class", name);
      return it;
    };
    svg.replaceChildren(path(shape(strip.waiting, 60 / most, 1, peak), "waits"), path(shape(strip.free, 36 / free, -1, mean), "frees"),
      path(`M0,${middle}H1000`, "base"));
    const marks = by("strip").querySelector(".watch-marks");
    const flags = strip.worst === null ? [] : [make("span", { class: "flag", style: `left:${x(strip.worst) / 10}%`, text: "⚑" })];
    marks.replaceChildren(...flags, make("span", { class: "place" }));
    const above = say("replay_strip_waiting", { who: who(), n: Math.max(...strip.waiting) });
    const below = say("replay_strip_free", { n: Math.max(...strip.free) });
    by("key").replaceChildren(make("span", {}, make("i", { class: "k up" }), above), make("span", {}, make("i", { class: "k down" }), below));
    by("strip").setAttribute("aria-label", say("replay_strip", { who: who() }));
    const hours = [], long = day.last - day.first, every = [1, 2, 3, 4, 6].find((n) => long / 3600 / n <= (innerWidth < 700 ? 6 : 13)) || 6;
    for (let second = Math.ceil(day.first / 3600) * 3600; second <= day.last; second += every * 3600)
      hours.push(make("span", { style: `left:${x(second) / 10}%`, text: clock(second) }));
    by("hours").replaceChildren(...hours);
  };

  // --- what happens, in words
  const tell = ({ word, values }) => say("replay_ev_" + word, { ...values, wait: "seconds" in values ? span(values.seconds) : "",
    slot: "second" in values ? clock(values.second) : "" });
  const after = (second) => {
    let low = 0, high = told.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (told[middle].at <= second) low = middle + 1; else high = middle;
    }
    return low;
  };
  const roomForTold = () => { // of the busiest quarter, so that nothing below moves
    let most = 1, first = 0;
    told.forEach((one, i) => {
      while (told[first].at <= one.at - QUARTER) first++;
      most = Math.max(most, i - first + 1);
    });
    by("feed").style.minHeight = `${(watched.contacts ? 2.7 : 1.65) * Math.min(most, MOST_TOLD)}rem`; // with names below
  };
  let lastTold = "";
  const drawFeed = () => {
    const until = after(now), from = after(now - QUARTER), key = `${root.lang}/${day.date}/${from}/${until}`;
    if (key === lastTold) return;
    lastTold = key;
    const recent = told.slice(from, until).reverse(), lasting = recent.filter((one) => SHIFTS.includes(one.kind)).slice(0, MOST_TOLD / 2);
    const others = recent.filter((one) => !lasting.includes(one)).slice(0, MOST_TOLD - lasting.length);
    const lines = recent.filter((one) => lasting.includes(one) || others.includes(one)).map((one) =>
      make("li", { class: one.kind }, make("time", { text: clock(one.at) }), " ",
        make("span", { text: tell(one) }, ...(one.values.id ? [" ", make("code", { text: one.values.id })] : []))));
    by("feed").replaceChildren(...(lines.length ? lines : [make("li", { class: "soft", text: say("replay_quiet") })]));
  };

  // --- queues, agents, counters: built once a day or language, then only changed
  let lines = [], boxes = [], used = [], lanes = [];
  const there = (kind) => (watched.contacts ? watched.contacts.some((one) => one.kind === kind)
    : day.final[kind][0] > 0 || watched.at(day.last).kinds[kind].waiting > 0);
  const chosenFirst = (a, b) => focus.kinds.includes(b) - focus.kinds.includes(a) || a - b;
  const heading = (text) => make("th", { scope: "col", text });
  const build = () => {
    lines = kinds.map((_, kind) => kind).filter(there).sort(chosenFirst).map((kind) => {
      const pills = make("span", { class: "pills", "aria-hidden": "true" }), count = make("strong"), longest = make("span", { class: "soft" });
      const { name } = kinds[kind];
      const row = make("div", { class: "queue", "data-kind": name }, make("span", { class: "who" }, ...named(name)), count, pills, longest);
      return { kind, pills, count, longest, row };
    });
    by("queues").replaceChildren(...lines.map((line) => line.row));
    lanes = bots.map((name) => {
      const pills = make("span", { class: "pills", "aria-hidden": "true" }), count = make("strong"), did = make("span", { class: "soft" });
      const row = make("div", { class: "queue", "data-bot": name }, make("span", { class: "who" }, ...named(name)), count, pills, did);
      return { pills, count, did, row };
    });
    if (lanes.length) by("bots").replaceChildren(...lanes.map((lane) => lane.row));
    used = channels.map((channel) => lines.some(({ kind }) => kinds[kind].channel === channel));
    boxes = groups.map((name, group) => {
      const own = (watched.agents || []).map((of, agent) => (of === group ? agent : -1)).filter((agent) => agent >= 0);
      const dotted = watched.agents && own.length <= MOST_DOTS;
      const dots = dotted ? own.map(() => make("i", { class: "a off" })) : [];
      const bar = make("span", { class: dotted ? "dots" : "bars", role: "img" }, ...dots), duty = make("span", { class: "soft" });
      const box = make("div", { class: "group", "data-group": name }, make("span", { class: "who" }, ...named(name)), duty, bar);
      return { group, own, dots, bar, duty, box };
    }).filter((box) => !watched.agents || box.own.length);
    by("groups").replaceChildren(...boxes.map((box) => box.box));
    const heads = ["replay_came", "replay_timely", "replay_gave_up"];
    const corner = make("th", { scope: "col" }, make("span", { class: "unseen", text: say("contact_type") }));
    const head = make("tr", {}, corner, ...heads.map((key) => heading(say(key))));
    const bodies = lines.map(({ kind }) => {
      const within = make("small", { text: say("within", { seconds: span(kinds[kind].within) }) });
      return make("tr", {}, make("th", { scope: "row", class: "name" }, ...named(kinds[kind].name), within), ...heads.map(() => make("td")));
    });
    by("counts").replaceChildren(make("thead", {}, head), make("tbody", {}, ...bodies));
  };
  const sign = (name, channel, own = {}) => make("i", { class: name, style: channel >= 0 ? `--mine:${tint(channel)}` : "", ...own });
  const dotOf = (agent) => ["a", agent.state, agent.over && agent.state !== "off" ? "over" : ""].join(" ").trim();
  const set = (it, text) => { if (it.textContent !== text) it.textContent = text; };
  const sumsOf = (state) => {
    const sums = { serving: channels.map(() => 0), wrap: 0, free: 0, held: 0, paused: 0 };
    for (const group of state.groups) {
      group.serving.forEach((n, channel) => { sums.serving[channel] += n; });
      for (const key in STATES) sums[key] += group[key];
    }
    return sums;
  };
  const parts = (group) => [...channels.map((name, channel) => [say("replay_serving", { channel: name }), group.serving[channel], "serving", channel]),
    ...Object.entries(STATES).map(([key, word]) => [say(word), group[key], key, -1])];
  const drawAgents = (state) => {
    for (const { group, own, dots, bar, duty } of boxes) {
      const counts = state.groups[group], plan = planned(group);
      set(duty, say("replay_on_duty", { duty: counts.duty, planned: Number.isInteger(plan) ? plan : plan.toFixed(1) }));
      const summary = parts(counts).filter((part) => part[1]).map(([name, n]) => `${name}: ${n}`).join(", ");
      bar.setAttribute("aria-label", summary || say("replay_nobody"));
      own.forEach((agent, i) => {
        const dot = dots[i], one = state.agents[agent];
        if (!dot) return;
        const name = dotOf(one), text = one.state === "serving" ? (one.hand > 1 ? "" + one.hand : letters[one.channel]) : "";
        if (dot.className !== name) dot.className = name;
        set(dot, text);
        dot.style.setProperty("--mine", one.channel >= 0 ? tint(one.channel) : "");
      });
      if (!dots.length) bar.replaceChildren(...parts(counts).filter((part) => part[1]).map(([name, n, key, channel]) =>
        make("i", { class: "b " + key, style: `flex-grow:${n};${channel >= 0 ? `--mine:${tint(channel)}` : ""}`, title: name, text: n })));
    }
    const sums = sumsOf(state);
    const items = parts(sums).filter(([, n, key, channel]) => (channel >= 0 ? used[channel] : key !== "held" || n || day.appointments.length));
    const legend = items.map(([name, n, key, channel]) =>
      make("li", {}, sign("a " + key, channel, { "aria-hidden": "true", text: letters[channel] || "" }), `${name} `, make("strong", { text: n })));
    const off = watched.agents ? [make("li", {}, sign("a off", -1, { "aria-hidden": "true" }), say("replay_off"))] : [];
    by("legend").replaceChildren(...legend, ...off, ...(strip.several ? [make("li", { class: "soft", text: say("replay_several") })] : []));
  };
  const drawQueues = (state) => {
    for (const { kind, pills, count, longest } of lines) {
      const { waiting, late, oldest } = state.kinds[kind], many = Math.min(waiting, MOST_PILLS), more = waiting - many;
      set(count, "" + waiting);
      set(longest, waiting ? say(kinds[kind].wall ? "replay_longest_wall" : "replay_longest", { wait: span(oldest) }) : say("replay_nobody"));
      const key = `${many}/${Math.min(late, many)}/${more}`;
      if (pills.dataset.key === key) continue;
      pills.dataset.key = key;
      const each = Array.from({ length: many }, (_, i) => make("i", { class: i < late ? "w late" : "w" }));
      pills.replaceChildren(...each, ...(more ? [make("span", { class: "more", text: "+" + more })] : []));
    }
  };
  const drawBots = () => {
    watched.bots(now).forEach(({ inside, ended, handed, gaveUp }, bot) => {
      const { pills, count, did } = lanes[bot], many = Math.min(inside, MOST_PILLS), more = inside - many;
      set(count, "" + inside);
      set(did, say("replay_bot_did", { ended, handed, gave_up: gaveUp }));
      if (pills.dataset.key === "" + inside) return;
      pills.dataset.key = inside;
      pills.replaceChildren(...Array.from({ length: many }, () => make("i", { class: "w bot" })),
        ...(more ? [make("span", { class: "more", text: "+" + more })] : []));
    });
  };
  const drawCounts = (state) => {
    const judged = total(state, "judged"), timely = total(state, "timely"), part = judged ? timely / judged : 0;
    const bound = focus.bound, holds = bound === null || part >= bound;
    const fill = make("span", { class: holds ? "fill" : "fill short", style: `width:${100 * part}%` });
    const bar = make("div", { class: "gauge", "aria-hidden": "true" }, fill);
    if (bound !== null) bar.append(make("span", { class: "bound", style: `left:${100 * bound}%` }));
    const mark = bound === null || !judged ? "" : holds ? " ✔" : " ✖";
    const sure = make("span", { "aria-hidden": "true", class: holds ? "good" : "bad", text: mark });
    by("level").replaceChildren(make("p", { class: "soft", text: say("replay_level", { measure: measure(), who: who() }) }),
      make("p", { class: "big" }, make("span", { id: "watch-level-now", text: share(timely, judged) }), sure), bar,
      ...(bound === null ? [] : [make("p", { class: "soft", text: say("replay_asked", { bound: shown(bound, "share") }) })]));
    lines.forEach(({ kind }, i) => {
      const cells = by("counts").tBodies[0].rows[i].cells, count = state.kinds[kind];
      set(cells[1], "" + count.offered);
      set(cells[2], share(count.timely, count.judged));
      set(cells[3], "" + count.gaveUp);
    });
    const diaries = day.diaries.map((name, diary) => {
      const own = day.appointments.filter((one) => one[0] === diary), done = own.filter((one) => one[2] <= now);
      const of = (...outcomes) => done.filter((one) => outcomes.includes(one[3])).length;
      const values = { name, kept: of(0), missed: of(1, 2), cancelled: of(3), all: own.length };
      return own.length ? make("p", { text: say("replay_appointments", values) }) : "";
    });
    by("appointments").replaceChildren(...diaries);
  };
  const sentence = (state) => {
    const waiting = total(state, "waiting"), oldest = oldestOf(state);
    const can = state.groups.filter((_, i) => strip.helps[i]), sum = (key) => can.reduce((n, group) => n + group[key], 0);
    const values = { n: waiting, who: who("all"), wait: span(oldest), free: sum("free"), duty: sum("duty") };
    const wait = say(waiting > 1 ? "replay_says" : waiting ? "replay_says_one" : "replay_says_none", values);
    const minute = Math.floor((now - day.first) / 60), early = Math.max(0, minute - 15);
    const lately = (key) => strip[key][minute] - strip[key][early];
    const flows = { came: lately("offered"), answered: lately("answered"), gave_up: lately("gaveUp") };
    const flow = minute ? [say("replay_says_lately", { n: minute - early, ...flows })] : [];
    const paused = sum("paused") ? [say("replay_says_break", { n: sum("paused") })] : [];
    const help = say(!values.duty ? "replay_says_no_duty" : values.free ? "replay_says_free" : "replay_says_no_free", values);
    const held = waiting && values.free ? [say("replay_says_held")] : [];
    return [wait, help, ...held, ...paused, ...flow].join(" ");
  };
  const drawTable = (state) => {
    if (!by("details").open) return;
    const table = (caption, heads, rows) => make("table", {}, make("caption", { text: say(caption, { time: clock(now) }) }),
      make("thead", {}, make("tr", {}, ...heads.map((key) => heading(say(key))))),
      make("tbody", {}, ...rows.map(([name, ...cells]) =>
        make("tr", {}, make("th", { scope: "row", class: "name", text: name }), ...cells.map((text) => make("td", { text }))))));
    const contacts = lines.map(({ kind }) => {
      const count = state.kinds[kind], [, , judged, timely] = day.final[kind];
      return [kinds[kind].name, count.waiting, count.late, count.waiting ? span(count.oldest) : NOTHING, count.offered, count.answered,
        count.timely, count.gaveUp, share(count.timely, count.judged), share(timely, judged)];
    });
    const agents = boxes.map(({ group }) => {
      const count = state.groups[group], serving = count.serving.reduce((a, b) => a + b, 0);
      return [groups[group], count.duty, planned(group), serving, count.wrap, count.free, count.held, count.paused, count.over];
    });
    const served = watched.bots(now).map((one, bot) => [bots[bot], one.inside, one.ended, one.handed, one.gaveUp, one.away]);
    by("table").replaceChildren(table("replay_table_contacts", OF_CONTACTS, contacts), table("replay_table_agents", OF_AGENTS, agents),
      ...(served.length ? [table("replay_table_bots", OF_BOTS, served)] : []));
  };

  // --- the moment
  const draw = () => {
    const state = watched.at(now), slider = by("time");
    set(by("clock"), clock(now));
    set(by("says"), sentence(state));
    slider.value = now;
    slider.setAttribute("aria-valuetext", clock(now));
    by("strip").querySelector(".place").style.left = `${x(now) / 10}%`;
    drawQueues(state);
    drawBots();
    drawAgents(state);
    drawCounts(state);
    drawFeed();
    drawTable(state);
  };
  const say_now = () => set(by("told"), `${clock(now)}. ${by("says").textContent}`);
  const go = (second, quiet = false) => {
    now = Math.max(day.first, Math.min(day.last, Math.floor(second)));
    draw();
    if (!quiet) say_now();
  };
  const pause = () => {
    if (playing) { playing = false; cancelAnimationFrame(frame); }
    labels();
  };
  const play = () => {
    if (now >= day.last) go(day.first, true);
    playing = true;
    labels();
    let last = performance.now(), exact = now, drawn = 0;
    const tick = (time) => {
      if (!playing) return;
      if (Math.floor(exact) !== now && exact - now > 1) exact = now;
      exact = Math.min(day.last, exact + (Math.min(time - last, 250) / 1000) * 60 * by("speed").value);
      last = time;
      if (time - drawn > (still.matches ? 500 : 66)) { drawn = time; now = Math.floor(exact); draw(); }
      if (exact >= day.last) { go(day.last, true); pause(); say_now(); } else frame = requestAnimationFrame(tick);
    };
    frame = requestAnimationFrame(tick);
  };
  const toggle = () => { if (playing) { pause(); say_now(); } else play(); };
  const labels = () => {
    set(by("play-word"), say(playing ? "replay_pause" : "replay_play"));
    set(by("play").querySelector("[aria-hidden]"), playing ? "❚❚" : "▶");
  };
  const falls = ({ level }) => (focus.bound === null ? "replay_day_late" : level < focus.bound ? "replay_day_short" : "replay_day_nearest");
  const words = () => {
    [...by("day").options].forEach((option, i) => {
      const name = date(replay.days[i]), first = i === replay.worst && replay.days.length > 1;
      option.textContent = first ? say(falls(replay.days[i]), { day: name }) : name;
    });
    for (const option of by("speed").options) option.textContent = say("replay_speed_is", { n: option.value });
    by("time").setAttribute("aria-label", say("replay_time"));
    const [level, low, high] = [day.level, day.low, day.high].map((value) => shown(value, "share"));
    const { replication } = day, { replications } = replay;
    const values = { replication, replications, measure: measure(), who: who(), level, low, high };
    const first = replay.days[replay.worst] === day && replay.all_days > 1 && falls(day) === "replay_day_short";
    set(by("why"), (first ? say("replay_why_short", { all: replay.all_days }) + " " : "") + say(replications > 1 ? "replay_why" : "replay_why_one", values));
    lastTold = "";
    labels();
    build();
    drawStrip();
    draw();
  };
  const choose = (place) => {
    pause();
    day = replay.days[place];
    watched = watchedDay(replay, day);
    strip = stripOf();
    told = happened(replay, day, watched, strip.at);
    roomForTold();
    by("minutes").hidden = Boolean(watched.contacts);
    by("named").hidden = !told.some((one) => one.values.id);
    set(by("trace"), ["ccsim run FILE", replay.changes, `--trace NAME --replication ${day.replication} --seed ${replay.seed}`].filter(Boolean).join(" "));
    by("time").min = day.first;
    by("time").max = day.last;
    for (const name of ["worst", "before"]) by(name).hidden = strip.worst === null;
    now = strip.opens;
    words();
  };

  // --- hands
  replay.days.forEach((_, i) => by("day").append(make("option", { value: i })));
  SPEEDS.forEach((n) => by("speed").append(make("option", { value: n })));
  by("day").value = replay.worst;
  by("speed").value = 5;
  by("day").addEventListener("change", () => { choose(Number(by("day").value)); say_now(); });
  by("play").addEventListener("click", toggle);
  const step = (to) => { pause(); go(to); };
  by("back").addEventListener("click", () => step(now - 60));
  by("on").addEventListener("click", () => step(now + 60));
  by("begin").addEventListener("click", () => step(day.first));
  by("worst").addEventListener("click", () => step(strip.worst));
  by("before").addEventListener("click", () => step(strip.worst - 1800));
  by("time").addEventListener("input", () => go(Number(by("time").value), true));
  by("time").addEventListener("change", () => { if (!playing) say_now(); });
  by("details").addEventListener("toggle", () => draw());
  document.querySelector(".watch").addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const wide = event.shiftKey ? 600 : 60;
    const moves = { ArrowLeft: -wide, ArrowDown: -wide, ArrowRight: wide, ArrowUp: wide, PageDown: -1800, PageUp: 1800 };
    if (event.key in moves) step(now + moves[event.key]);
    else if (event.key === "Home") step(day.first);
    else if (event.key === "End") step(day.last);
    else if (event.key === " " && event.target === by("time")) toggle();
    else return;
    event.preventDefault();
  });
  const point = (event) => {
    const box = by("strip").querySelector("svg").getBoundingClientRect();
    go(day.first + ((event.clientX - box.left) / box.width) * (day.last - day.first), true);
  };
  by("strip").addEventListener("pointerdown", (event) => { point(event); by("strip").setPointerCapture(event.pointerId); });
  by("strip").addEventListener("pointermove", (event) => { if (by("strip").hasPointerCapture(event.pointerId)) point(event); });
  by("strip").addEventListener("pointerup", () => { if (!playing) say_now(); });
  for (const button of document.querySelectorAll("[data-language]")) button.addEventListener("click", words);
  addEventListener("resize", () => drawStrip() || draw());
  addEventListener("beforeprint", () => { pause(); before = now; go(strip.opens, true); });
  addEventListener("afterprint", () => { if (before !== null) go(before, true); });
  choose(replay.worst);
  root.dataset.watching = "yes";
})();
