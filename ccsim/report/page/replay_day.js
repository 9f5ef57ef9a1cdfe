"use strict";
// What a packed day holds at a second of it: `watchedDay(replay, day).at(second)`.
const watchedDay = (() => {
  const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const VALUE = new Uint8Array(128);
  for (let i = 0; i < 64; i++) VALUE[LETTERS.charCodeAt(i)] = i;
  const FATES = 8, TOLD = [1, 2, 3, 5, 7], ANSWERED = 0, GAVE_UP = [1, 2], BALKED = 2, BACKLOG = 4, CALLED_BACK = 5, BLOCKED = 7;
  const DUTY = 0, BREAK = 1, OVER = 2, HELD = 3;
  const OFF = "off", PAUSED = "paused", FREE = "free", WRAP = "wrap", ON_HOLD = "held", SERVING = "serving";

  const unpacked = (text) => {
    const found = [];
    let value = 0, size = 1;
    for (let i = 0; i < text.length; i++) {
      const five = VALUE[text.charCodeAt(i)];
      value += (five & 31) * size;
      if (five & 32) size *= 32;
      else { found.push(value); value = 0; size = 1; }
    }
    return found;
  };
  const rows = (text, columns, begin = 0) => {
    const numbers = unpacked(text), found = [];
    let at = begin;
    for (let i = 0; i < numbers.length; i += columns) found.push([at += numbers[i], ...numbers.slice(i + 1, i + columns)]);
    return found;
  };
  const noCounts = () => ({ waiting: 0, late: 0, oldest: 0, offered: 0, answered: 0, judged: 0, timely: 0, gaveUp: 0, blocked: 0 });
  const noGroup = (channels) => ({ duty: 0, over: 0, paused: 0, held: 0, wrap: 0, free: 0, serving: new Array(channels).fill(0) });

  // --- event by event: whatever happens at a second or before has happened
  const byEvents = (replay, day) => {
    const { kinds, channels, groups } = replay, told = day.events;
    const channelOf = kinds.map((kind) => channels.indexOf(kind.channel));
    const contacts = [], events = [], ofKind = kinds.map(() => []);
    const due = unpacked(told.due);
    let deferred = 0, named = 0;
    for (const [joined, code, lasted] of rows(told.queue, 3, told.from)) {
      const flags = code % 8, fate = Math.floor(code / 8) % FATES, kind = Math.floor(code / 8 / FATES);
      const one = { joined, kind, fate, own: flags & 1, judged: flags & 2, timely: flags & 4,
        until: lasted ? joined + lasted - 1 : Infinity,
        due: kinds[kind].live ? joined + Math.ceil(kinds[kind].within) : due[deferred] ? joined + due[deferred] - 1 : Infinity,
        queued: fate !== BALKED && fate !== BLOCKED, place: ofKind[kind].length, name: "" };
      if (!kinds[kind].live) deferred++;
      if (one.own && TOLD.includes(fate)) {
        const name = told.names[named++];
        one.name = name.startsWith("/") ? `${kinds[kind].name}/${day.date}T${name.slice(1)}` : name;
      }
      contacts.push(one);
      ofKind[kind].push(one);
    }
    const add = (at, run) => events.push([at, run, events.length]);
    let counts, waiting, heads, agents;
    for (const one of contacts) {
      const live = kinds[one.kind].live;
      add(one.joined, () => {
        const count = counts[one.kind];
        if (one.own) count[one.fate === BLOCKED ? "blocked" : "offered"]++;
        if (one.queued) { count.waiting++; waiting[one.kind][one.place] = 1; }
      });
      if (one.queued && one.until > one.due) add(one.due, () => {
        counts[one.kind].late++;
        if (live && one.judged && !one.timely) counts[one.kind].judged++;
      });
      if (one.until < Infinity && one.fate !== BLOCKED) add(one.until, () => {
        const count = counts[one.kind];
        if (one.queued) { count.waiting--; waiting[one.kind][one.place] = 2; }
        if (one.queued && one.until > one.due) count.late--;
        if (live && one.judged && (one.timely || !one.queued || one.until <= one.due)) count.judged++;
        if (live && one.timely) count.timely++;
        if (one.own && (one.fate === ANSWERED || one.fate === CALLED_BACK)) count.answered++;
        if (one.own && GAVE_UP.includes(one.fate)) count.gaveUp++;
      });
    }
    for (const [at, code] of rows(told.replies, 2)) add(at, () => {
      const count = counts[code >> 1];
      count.judged++;
      count.timely += code & 1;
    });
    const presence = rows(told.presence, 4).map(([start, agent, state, lasted]) => ({ start, agent, state, end: start + lasted }));
    for (const { start, agent, state, end } of presence) {
      add(start, () => { agents[agent].is[state]++; });
      add(end, () => { agents[agent].is[state]--; });
    }
    for (const [start, agent, kind, talk, wrap] of rows(told.work, 5)) {
      const channel = channelOf[kind];
      add(start, () => { agents[agent].hand++; if (talk) agents[agent].talks[channel]++; });
      if (talk) add(start + talk, () => { agents[agent].talks[channel]--; });
      add(start + talk + wrap, () => { agents[agent].hand--; });
    }
    events.sort((a, b) => a[0] - b[0] || a[2] - b[2]);

    let next, now;
    const restart = () => {
      [next, now] = [0, -Infinity];
      counts = kinds.map(noCounts);
      waiting = ofKind.map((all) => new Uint8Array(all.length));
      heads = kinds.map(() => 0);
      agents = told.agents.map((group) => ({ group, is: [0, 0, 0, 0], hand: 0, talks: new Array(channels.length).fill(0) }));
    };
    restart();
    const stateOf = (agent) => {
      const there = agent.is[DUTY] + agent.is[OVER];
      if (!there) return { state: agent.is[BREAK] ? PAUSED : OFF, channel: -1 };
      if (!agent.hand) return { state: agent.is[HELD] ? ON_HOLD : FREE, channel: -1 };
      const most = Math.max(...agent.talks);
      return most ? { state: SERVING, channel: agent.talks.indexOf(most) } : { state: WRAP, channel: -1 };
    };
    const at = (second) => {
      if (second < now) restart();
      for (now = second; next < events.length && events[next][0] <= second; next++) events[next][1]();
      const found = counts.map((count, kind) => {
        const all = ofKind[kind];
        while (heads[kind] < all.length && all[heads[kind]].joined <= second && waiting[kind][heads[kind]] !== 1) heads[kind]++;
        return { ...count, oldest: count.waiting ? second - all[heads[kind]].joined : 0 };
      });
      const sums = groups.map(() => noGroup(channels.length));
      const each = agents.map((agent) => {
        const { state, channel } = stateOf(agent), sum = sums[agent.group];
        if (state !== OFF && state !== PAUSED) sum.duty++;
        if (agent.is[OVER]) sum.over++;
        if (state === SERVING) sum.serving[channel]++;
        else if (state !== OFF) sum[state]++;
        return { group: agent.group, state, channel, hand: agent.hand, over: agent.is[OVER] > 0 };
      });
      return { kinds: found, groups: sums, agents: each };
    };
    return { at, contacts, presence, agents: told.agents };
  };

  // --- minute by minute
  const seriesOf = ({ minutes, text }) => {
    const numbers = unpacked(text), series = [];
    for (let i = 0; i < numbers.length; i += minutes) {
      let value = 0;
      series.push(numbers.slice(i, i + minutes).map((code) => (value += code & 1 ? -(code + 1) / 2 : code / 2)));
    }
    return series;
  };
  const minuteOf = (day, minutes, second) => Math.max(0, Math.min(minutes - 1, Math.floor((second - day.first) / 60)));
  const OF_BOT = ["inside", "ended", "handed", "gaveUp", "away"];
  const botsOf = (replay, day) => { // of self-service, in either format
    if (!day.bots) return () => [];
    const series = seriesOf(day.bots);
    return (second) => replay.bots.map((_, bot) => Object.fromEntries(OF_BOT.map((name, i) =>
      [name, series[bot * OF_BOT.length + i][minuteOf(day, day.bots.minutes, second)]])));
  };
  const byMinutes = (replay, day) => {
    const { kinds, channels, groups } = replay, series = seriesOf(day.minutes);
    const OF_KIND = Object.keys(noCounts()), OF_GROUP = ["duty", "over", "paused", "held", "wrap"];
    const per = OF_GROUP.length + channels.length;
    const at = (second) => {
      const minute = minuteOf(day, day.minutes.minutes, second);
      const take = (from, names) => Object.fromEntries(names.map((name, i) => [name, series[from + i][minute]]));
      return {
        kinds: kinds.map((_, kind) => take(kind * OF_KIND.length, OF_KIND)),
        groups: groups.map((_, group) => {
          const from = kinds.length * OF_KIND.length + group * per, found = take(from, OF_GROUP);
          found.serving = channels.map((_, channel) => series[from + OF_GROUP.length + channel][minute]);
          found.free = found.duty - found.held - found.wrap - found.serving.reduce((a, b) => a + b, 0);
          return found;
        }),
        agents: null,
      };
    };
    return { at, contacts: null, presence: [], agents: null };
  };

  return (replay, day) => ({ ...(day.events ? byEvents : byMinutes)(replay, day), bots: botsOf(replay, day) });
})();
