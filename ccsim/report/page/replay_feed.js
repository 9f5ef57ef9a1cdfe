"use strict";
// What happens on a packed day, in time order: `happened(replay, day, watched, minutes)`; words are for the page to find.
const happened = (() => {
  const HERE = [0, 2], ACTS = ["group_added", "group_closed", "ended"]; // on duty, past the plan
  const KEPT = 0, BOOKED = ["kept", "no_show", "late_no_show", "cancelled"];
  // Where many of a kind give up in the same minute, one line for them, when the last has left.
  const together = (found) => {
    const minutes = new Map();
    for (const one of found) if (one.word === "gave_up") {
      const key = `${Math.floor(one.at / 60)}/${one.values.kind}`;
      minutes.set(key, [...(minutes.get(key) || []), one]);
    }
    const many = new Set([...minutes.values()].filter((all) => all.length > 2).flat());
    if (!many.size) return;
    const rest = found.filter((one) => !many.has(one));
    for (const all of minutes.values()) if (all.length > 2) {
      const last = all[all.length - 1];
      const values = { kind: last.values.kind, n: all.length };
      rest.push({ ...last, at: Math.max(...all.map((one) => one.at)), word: "gave_up_many", values });
    }
    found.splice(0, found.length, ...rest);
  };
  return ({ kinds, channels, groups }, day, watched, minutes) => {
    const found = [], name = (one) => kinds[one.kind].name;
    const add = (at, word, values, kind = "") => { if (at >= 0) found.push({ at, word, values, kind, place: found.length }); };
    for (const one of watched.contacts || []) {
      if (!one.own) continue;
      const values = { kind: name(one), id: one.name, seconds: one.until - one.joined };
      if (one.fate === 1) add(one.until, "gave_up", values, "bad");
      else if (one.fate === 2) add(one.until, "balked", values, "bad");
      else if (one.fate === 3) add(one.until, "dropped", values, "bad");
      else if (one.fate === 5) add(one.until, "called", values);
      else if (one.fate === 7) add(one.joined, "blocked", values, "bad");
    }
    if (!watched.contacts) {
      let last = null;
      for (const second of minutes) {
        const state = watched.at(second).kinds.map((count) => count.gaveUp);
        state.forEach((n, kind) => {
          if (last && n > last[kind]) add(second, "gave_up_many", { kind: kinds[kind].name, n: n - last[kind] }, "bad");
        });
        last = state;
      }
    }
    together(found);
    const moves = new Map(), rows = (watched.agents || []).map(() => []);
    const move = (at, word, agent) => {
      const key = `${Math.floor(at / 60)}/${word}/${watched.agents[agent]}`;
      if (!moves.has(key)) moves.set(key, { at, word, group: watched.agents[agent], n: 0 });
      const all = moves.get(key);
      [all.at, all.n] = [Math.max(all.at, at), all.n + 1]; // told when the last of them has moved
    };
    for (const one of watched.presence) if (one.state !== 3) rows[one.agent].push(one);
    for (const own of rows) own.forEach((one, i) => {
      const last = own[i - 1], next = own[i + 1], joins = last && last.end === one.start;
      if (one.state === 1) move(one.start, "break", one.agent);
      else if (!joins) { if (one.start > 0) move(one.start, "come", one.agent); }
      else if (last.state === 1) move(one.start, "return", one.agent);
      if (!(next && next.start === one.end) && HERE.includes(one.state) && one.end < day.last) move(one.end, "go", one.agent);
    });
    for (const { at, word, group, n } of moves.values()) add(at, word, { group: groups[group], n }, "staff");
    for (const [at, channel, opens] of day.opens) add(at, opens ? "opens" : "closes", { channel: channels[channel] }, "door");
    for (const [at, rule, act] of day.acts) add(at, ACTS[act], { rule }, "door");
    for (const [name, slot, settled, outcome] of day.appointments)
      if (outcome !== KEPT && settled > 0)
        add(settled, BOOKED[outcome], { name: day.diaries[name], second: slot }, BOOKED[outcome] === "cancelled" ? "" : "bad");
    return found.sort((a, b) => a.at - b.at || a.place - b.place);
  };
})();
