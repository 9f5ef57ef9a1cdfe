"use strict";
(() => {
  const page = JSON.parse(document.getElementById("page-data").textContent);
  const root = document.documentElement;
  const FIXED = "\u00a0", THIN = "\u202f", NOTHING = "–";
  const by = (id) => document.getElementById(id);
  const PAPER = 680; // pixels between the margins of A4 and of Letter
  let scope = page.first, printing = false;
  for (const figure of page.figures) // places come as runs: the first, and how many follow
    for (const variant of Object.values(figure.variants || {}))
      for (const line of variant.lines || [])
        line.x = line.x.flatMap(([first, many]) => Array.from({ length: many }, (_, i) => first + i));

  // --- words, names and colours that figures leave open
  const say = (key, values = {}) =>
    page.words[root.lang][key].replace(/\{(\w+)\}/g, (_, name) => ("" + plain(values[name])));
  const plain = (it) => {
    if (it && it.$word) return say(it.$word, it);
    if (it && it.$said) return it.$said[root.lang];
    return it && it.$name !== undefined ? it.$name : it;
  };
  const escaped = (text) => ("" + text).replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
  const colour = (name) => getComputedStyle(root).getPropertyValue("--" + name).trim();
  // columns that several figures draw are in the page once; `of`: only points whose targets stand so
  const columnOf = ({ $column, of }) => page.columns[$column].filter((_, i) => of === undefined || page.columns.standing[i] === of);
  const settingOf = (one, i) => {
    const it = page.columns[one.column][i];
    if (one.unit === undefined || it === null) return plain(it);
    const value = it * one.size;
    return one.unit === "s" ? shown(value, "s") : one.unit === "share" ? parseFloat((100 * value).toPrecision(4)) + FIXED + "%"
      : `${parseFloat(value.toPrecision(4))} ${one.unit}`.trim();
  };
  const named = {}; // points with their settings, by language: many figures show them
  const points = () => named[root.lang] ??= page.columns.point.map((number, i) => [say("sweep_point", { n: number }),
    ...page.about.settings.map((one) => `${plain(one.head)}: ${settingOf(one, i)}`)].map(escaped).join("<br>"));
  const settingsOf = ({ $settings, of }) => {
    const found = (key, i) => {
      const { unit, currency, size } = page.about.units[key];
      const [mean, low, high] = ["", ".low", ".high"].map((end) => page.columns[key + end][i]).map((one) => (one === null ? null : one * size));
      return shown(mean, unit, currency) + (low === null || low === high ? "" : between(low, high, unit, currency));
    };
    return points().map((name, i) => `${name}<br><b>${$settings.map((key) => escaped(found(key, i))).join(" · ")}</b>`)
      .filter((_, i) => of === undefined || page.columns.standing[i] === of);
  };
  const resolved = (it) => {
    if (Array.isArray(it)) return it.map(resolved);
    if (it === null || typeof it !== "object") return it;
    if ("$name" in it) return escaped(it.$name);
    if ("$word" in it || "$said" in it) return escaped(plain(it));
    if ("$colour" in it) return colour(it.$colour);
    if ("$settings" in it) return settingsOf(it);
    if ("$column" in it) return columnOf(it).map((value) => (typeof value === "number" || value === null ? value : escaped(plain(value))));
    return Object.fromEntries(Object.entries(it).map(([key, value]) => [key, resolved(value)]));
  };

  for (const [name, words] of Object.entries(page.words))
    Plotly.register({ moduleType: "locale", name, dictionary: { "Download plot as a PNG": words.tool_image,
      "Download plot as a png": words.tool_image, Zoom: words.tool_zoom, Pan: words.tool_pan, "Reset axes": words.tool_reset } });

  // --- numbers as the tables of the page have them
  const FINE = ["score", "money", "attempts", "changes", "pp"];
  const apart = (text) => text.replace(/\B(?=(\d{3})+(?!\d))/g, THIN);
  const timeUnit = (seconds) => page.durations.find(([since]) => Math.abs(seconds) >= since);
  const duration = (seconds, [, size, sign] = timeUnit(seconds)) => {
    const three = "" + parseFloat((Math.round(100 * seconds / size) / 100).toPrecision(3));
    return (three.includes(".") ? three : apart(three)) + FIXED + sign;
  };
  const between = (low, high, unit, currency = "") => { // durations in one unit, that of the longer
    const both = unit === "s" && low !== null && high !== null ? timeUnit(Math.max(Math.abs(low), Math.abs(high))) : null;
    const [from, to] = [low, high].map((value) => (both ? duration(value, both) : shown(value, unit, currency)));
    return ` (${from} – ${to})`;
  };
  const shown = (value, unit, currency = "") => {
    if (value === null || value === undefined) return NOTHING;
    if (unit === "share") return (100 * value).toFixed(1) + FIXED + "%";
    if (unit === "s") return duration(value);
    const whole = Math.abs(value) >= 100 || value === Math.round(value);
    const plainly = value.toFixed(whole ? 0 : FINE.includes(unit) ? 2 : 1), text = whole ? apart(plainly) : plainly;
    const sign = { money: currency, h: "h" }[unit];
    return sign ? text + FIXED + sign : text;
  };

  window.report = { say, shown }; // for scripts that other parts of a page bring along

  // --- figures by interval
  const labels = () =>
    page.axis.labels.map((label, i) => say("day_" + page.axis.weekdays[i]) + " " + label);
  const stretches = (places) => {
    const found = [];
    places.forEach((place, i) => {
      const joins = i > 0 && page.axis.at[place] === page.axis.at[places[i - 1]] + 1;
      if (joins) found[found.length - 1].push(i); else found.push([i]);
    });
    return found;
  };
  const chosen = {}; // of figures with a choice of their own
  const variantOf = (figure) => !figure.variants ? figure : figure.variants[figure.choices ? chosen[figure.id] : scope] || Object.values(figure.variants)[0];

  const series = (figure) => {
    const variant = variantOf(figure), names = labels(), traces = [];
    const unit = variant.unit;
    let size = 1, title = resolved(variant.title);
    if (unit === "s") {
      const most = Math.max(0, ...variant.lines.flatMap((line) => line.mean));
      [, size, , title] = timeUnit(most);
      title = say(title);
    }
    // at an interval without a value of its own a line would tell that of one beside it
    const everywhere = [...new Set(variant.lines.filter((line) => !line.marks).flatMap((line) => line.x))].sort((a, b) => a - b);
    const marking = variant.lines.find((line) => line.marks), marked = new Set(marking ? marking.x : []); // on the first line
    for (const line of variant.lines) {
      const parts = stretches(line.x), name = resolved(line.name), own = new Map(); // places in `x`, `y` and `text`
      if (line.low && line.low.some((value) => value !== null)) {
        const x = [], y = [];
        for (const part of parts) {
          const sure = part.filter((i) => line.low[i] !== null && line.high[i] !== null);
          for (const i of sure) { x.push(names[line.x[i]]); y.push(line.high[i] / size); }
          for (const i of sure.reverse()) { x.push(names[line.x[i]]); y.push(line.low[i] / size); }
          x.push(null); y.push(null);
        }
        traces.push({ type: "scatter", mode: "none", x, y, fill: "toself", fillcolor: colour(line.colour + "band"),
          hoverinfo: "skip", showlegend: false });
      }
      const x = [], y = [], text = [];
      for (const part of parts) {
        for (const i of part) {
          const range = line.low && line.low[i] !== null ? between(line.low[i], line.high[i], unit) : "";
          x.push(names[line.x[i]]); y.push(line.mean[i] === null ? null : line.mean[i] / size);
          const fine = range && unit === "s" ? timeUnit(Math.max(Math.abs(line.low[i]), Math.abs(line.high[i]))) : null; // that of the range
          const above = line === variant.lines[0] && marked.has(line.x[i]) ? `<br>▲ ${resolved(marking.name)}` : "";
          text.push(`${name}: ${fine ? duration(line.mean[i], fine) : shown(line.mean[i], unit)}${range}${above}`);
          if (line.mean[i] !== null) own.set(line.x[i], text.length - 1);
        }
        x.push(null); y.push(null); text.push("");
      }
      const told = { hovertemplate: "%{text}<extra></extra>" }, silent = { hoverinfo: "skip" }, whole = own.size === everywhere.length;
      if (!whole && !line.marks) traces.push({ type: "scatter", mode: "markers", name, x: everywhere.map((place) => names[place]), legendgroup: name, showlegend: false,
        y: everywhere.map((place) => (own.has(place) ? y[own.get(place)] : 0)), text: everywhere.map((place) => (own.has(place) ? text[own.get(place)] : `${name}: ${shown(null, unit)}`)),
        ...told, marker: { color: colour(line.colour), opacity: 0 }, ...(line.hidden ? { visible: "legendonly" } : {}) });
      traces.push({ type: "scatter", mode: line.marks ? "markers" : "lines", name, x, y, text, ...(whole && !line.marks ? told : silent),
        marker: { symbol: "triangle-up", size: 9, color: colour(line.colour) },
        line: { color: colour(line.colour), width: 2, dash: line.dash, shape: line.shape || "linear" },
        ...(line.hidden ? { visible: "legendonly" } : {}), legendgroup: name });
      if (line.fill) { // of each stretch by itself: what lies between them is nothing
        const across = [], up = [];
        for (const part of parts) {
          across.push(names[line.x[part[0]]]); up.push(0);
          part.forEach((i, n) => {
            if (n) { across.push(names[line.x[i]]); up.push(line.mean[part[n - 1]] / size); }
            across.push(names[line.x[i]]); up.push(line.mean[i] / size);
          });
          across.push(names[line.x[part[part.length - 1]]], null); up.push(0, null);
        }
        traces.unshift({ type: "scatter", mode: "none", x: across, y: up, fill: "toself", fillcolor: colour(line.colour + "band"),
          hoverinfo: "skip", showlegend: false, legendgroup: name });
      }
    }
    const annotations = [];
    for (const bound of variant.bounds) {
      const name = say("bound_line", { bound: bound.text });
      traces.push({ type: "scatter", mode: "lines", name, x: [names[0], names[names.length - 1]], showlegend: false,
        y: [bound.value / size, bound.value / size], hoverinfo: "skip", line: { color: colour("ink"), width: 1.5, dash: "dash" } });
      annotations.push({ xref: "paper", x: 1, xanchor: "right", y: bound.value / size, yanchor: "bottom", showarrow: false,
        text: name, font: { size: 12, color: colour("ink") }, bgcolor: colour("paper"), borderpad: 1, opacity: .9 });
    }
    const starts = page.axis.labels.map((label, i) => (i === 0 || label.slice(0, 10) !== page.axis.labels[i - 1].slice(0, 10) ? i : -1))
      .filter((i) => i >= 0);
    const hourly = starts.length <= 2;
    const every = Math.ceil(starts.length / (innerWidth < 700 ? 7 : 14));
    const step = Math.max(1, Math.round(names.length / (innerWidth < 700 ? 5 : 12)));
    const ticks = hourly ? names.map((_, i) => i).filter((i) => i % step === 0) : starts.filter((_, i) => i % every === 0);
    const order = [];
    page.axis.at.forEach((at, i) => {
      if (i > 0 && at > page.axis.at[i - 1] + 1) order.push(" ".repeat(1 + order.length));
      order.push(names[i]);
    });
    const ticktext = ticks.map((i) => hourly ? page.axis.labels[i].slice(11, 16)
      : say("day_" + page.axis.weekdays[i]) + "<br>" + page.axis.labels[i].slice(8, 10) + "/" + page.axis.labels[i].slice(5, 7));
    const share = unit === "share";
    const top = Math.max(...variant.lines.flatMap((line) => line.high || line.mean).filter((value) => value !== null), 0);
    return { data: traces, layout: {
      height: 320, hovermode: "x unified", annotations,
      xaxis: { type: "category", categoryorder: "array", categoryarray: order, tickvals: ticks.map((i) => names[i]), ticktext,
        tickangle: 0, range: [-0.5, order.length - 0.5] },
      yaxis: { title: { text: title }, ...(share ? { tickformat: ".2~%" } : {}),
        ...(figure.id === "service_level" ? { range: [0, 1.02] } : share && top === 0 ? { range: [0, .1] } : { rangemode: "tozero" }) } } };
  };

  const themed = (layout) => {
    const ink = colour("ink"), grid = colour("grid");
    const edge = (own = {}) => ({ gridcolor: grid, linecolor: colour("line"), zerolinecolor: colour("line"), automargin: true,
      tickfont: { color: ink }, ...own });
    return { autosize: true, font: { family: getComputedStyle(document.body).fontFamily, size: innerWidth < 700 ? 11 : 13, color: ink },
      paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)", margin: { l: 8, r: 12, t: 28, b: 8 }, dragmode: innerWidth < 700 ? false : "zoom",
      legend: { orientation: "h", x: 0, y: 1.02, yanchor: "bottom", font: { color: ink } },
      hoverlabel: { bgcolor: colour("card"), bordercolor: colour("line"), font: { color: ink }, align: "left", namelength: -1 },
      ...layout, xaxis: edge(layout.xaxis), yaxis: edge(layout.yaxis) };
  };

  // --- figures of which one is chosen
  const picked = { ...page.choices };
  const optionOf = (figure) => {
    if (!figure.by) return figure;
    const key = figure.by.map((name) => picked[name]).join("|");
    return figure.options[key] || Object.values(figure.options)[0];
  };
  const heat = (figure) => {
    const [pair, key, ...levels] = figure.by.map((name) => picked[name]);
    const frame = figure.frames[pair], about = figure.measures[key], ends = pair.split("-").map(Number);
    const others = levels.map((level, place) => ({ place, level })).filter(({ place }) => !ends.includes(place));
    const option = frame && (atLevels(figure, key, ends, frame, others) || figure.options[pair + "|" + key]);
    return option ? { ...option, frame, about, key, others } : null;
  };
  // the points at the levels chosen of the other factors, or their mean over one of them; null: over all of them
  const atLevels = (figure, key, ends, frame, others) => {
    const fixed = others.filter(({ level }) => level !== "all"), { size } = page.about.units[key];
    if (!fixed.length) return null;
    const cells = frame.y.map(() => frame.x.map(() => []));
    page.columns[key].forEach((value, i) => {
      if (value !== null && fixed.every(({ place, level }) => figure.at[place][i] === Number(level)))
        cells[figure.at[ends[1]][i]][figure.at[ends[0]][i]].push(i);
    });
    const each = (of) => cells.map((row) => row.map((own) => (own.length ? of(own) : null)));
    const only = (end) => each((own) => { const one = page.columns[key + end][own[0]];
      return fixed.length < others.length || one === null ? null : one * size; });
    return { z: each((own) => own.reduce((sum, i) => sum + page.columns[key][i], 0) / own.length * size), low: only(".low"), high: only(".high") };
  };
  const rgb = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
  const luminance = (parts) => parts.map((part) => part / 255).map((part) => (part <= .04045 ? part / 12.92 : ((part + .055) / 1.055) ** 2.4))
    .reduce((sum, part, i) => sum + part * [.2126, .7152, .0722][i], 0);
  const heatmap = (figure) => {
    const it = heat(figure);
    if (!it) return { data: [], layout: { height: 200, annotations: [{ text: escaped(say("too_many_cells")), showarrow: false,
      xref: "paper", yref: "paper", x: .5, y: .5 }], xaxis: { visible: false }, yaxis: { visible: false } } };
    const { frame, about } = it, x = frame.x.map(resolved), y = frame.y.map(resolved);
    const value = (i, j) => shown(it.z[i][j], about.unit, about.currency);
    const range = (i, j) => it.low[i][j] === null ? "" : between(it.low[i][j], it.high[i][j], about.unit, about.currency);
    const each = (text) => it.z.map((row, i) => row.map((_, j) => text(i, j)));
    const ends = (values, size) => { const all = values.filter((one) => one !== null).map((one) => one * size);
      return { zmin: Math.min(...all), zmax: Math.max(...all) }; };
    for (const menu of document.querySelectorAll("[data-place]")) menu.hidden = !it.others.some(({ place }) => place === Number(menu.dataset.place));
    const roomy = x.length <= (innerWidth < 700 && !printing ? 5 : 12) && y.length <= 14;
    const known = it.z.flat().filter((one) => one !== null);
    const nice = about.unit === "s" && known.length ? [Math.min(...known), (Math.min(...known) + Math.max(...known)) / 2, Math.max(...known)] : null;
    const every = (labels, most) => Math.max(1, Math.ceil(labels.length / most));
    const stepX = every(x, innerWidth < 700 ? 6 : 14), stepY = every(y, 16);
    const ticks = (labels, step) => { const at = labels.map((_, i) => i).filter((i) => i % step === 0);
      return { tickvals: at, ticktext: at.map((i) => labels[i]), range: [-.5, labels.length - .5], showgrid: false, zeroline: false }; };
    const data = [{ type: "heatmap", x: x.map((_, i) => i), y: y.map((_, i) => i), z: it.z, hoverinfo: "text", xgap: 1, ygap: 1,
      hovertext: each((i, j) => `${resolved(frame.across)}: ${x[j]}<br>${resolved(frame.up)}: ${y[i]}<br>${escaped(plain(about.label))}: ${value(i, j)}${range(i, j)}`),
      colorscale: [[0, colour("heat0")], [.5, colour("heat1")], [1, colour("heat2")]],
      ...(it.others.length ? ends(page.columns[it.key], page.about.units[it.key].size) : {}), // a colour means the same at every level
      showscale: !roomy, colorbar: { thickness: 12, outlinewidth: 0, ...(about.unit === "share" ? { tickformat: ".2~%" } : {}),
        ...(nice ? { tickvals: nice, ticktext: nice.map((one) => shown(one, "s")) } : {}) } }];
    // numbers are black or white, whichever reads better on the cell: one of the two always does (4.5 : 1)
    const stops = ["heat0", "heat1", "heat2"].map((name) => rgb(colour(name))), least = data[0].zmin ?? Math.min(...known), most = data[0].zmax ?? Math.max(...known);
    const ink = (one) => { const at = most > least ? 2 * (one - least) / (most - least) : 1, below = Math.max(0, Math.min(1, Math.floor(at)));
      return luminance(stops[below].map((part, i) => part + (stops[below + 1][i] - part) * (at - below))) > .179 ? "#000" : "#fff"; };
    const open = (i, j) => about.bound !== null && it.low[i][j] !== null && it.low[i][j] < about.bound && about.bound < it.high[i][j];
    const cells = it.z.flatMap((row, i) => row.map((one, j) => [i, j, one])).filter(([i, j, one]) => one !== null && (roomy || open(i, j)));
    if (cells.length) data.push({ type: "scatter", mode: "text", x: cells.map(([, j]) => j), y: cells.map(([i]) => i), hoverinfo: "skip", showlegend: false,
      text: cells.map(([i, j]) => [roomy ? value(i, j) : "", open(i, j) ? "?" : ""].filter(Boolean).join(" ")), textfont: { color: cells.map(([, , one]) => ink(one)) } });
    const sides = about.bound === null ? null : it.z.map((row) => row.map((one) => (one === null ? null : one >= about.bound)));
    const edge = { x: [], y: [] }; // between cells on either side of the bound
    const part = (one, other) => one !== null && other !== null && one !== other;
    if (sides) sides.forEach((row, i) => row.forEach((side, j) => {
      if (j + 1 < row.length && part(side, row[j + 1])) { edge.x.push(j + .5, j + .5, null); edge.y.push(i - .5, i + .5, null); }
      if (i + 1 < sides.length && part(side, sides[i + 1][j])) { edge.x.push(j - .5, j + .5, null); edge.y.push(i + .5, i + .5, null); }
    }));
    if (edge.x.length) data.push({ type: "scatter", mode: "lines", ...edge, hoverinfo: "skip", showlegend: true,
      name: escaped(say("bound_line", { bound: about.bound_text })), line: { color: colour("bound"), width: 4 } });
    const whole = sides && !edge.x.length && known.length && !cells.some(([i, j]) => open(i, j)) ? (known[0] >= about.bound) === about.more ? "heat_all_keep" : "heat_none_keeps" : "";
    return { data, layout: { annotations: whole ? [{ text: escaped(say(whole, { bound: about.bound_text })), showarrow: false, xref: "paper", yref: "paper",
      x: 0, y: 1, xanchor: "left", yanchor: "bottom", font: { color: colour("bound") } }] : [], height: Math.min(620, 150 + Math.max(34 * Math.min(y.length, 14), 150)),
      xaxis: { title: { text: resolved(frame.across) }, ...ticks(x, stepX) }, yaxis: { title: { text: resolved(frame.up) }, ...ticks(y, stepY) } } };
  };

  const cloud = (figure) => {
    const [pair, key] = figure.by.map((name) => picked[name]), own = figure.measures[key];
    const ends = figure.frames[pair].map((place) => ({ ...figure.ends[place], column: "f" + place }));
    const spread = (values, far) => (far ? values.map((value, i) => (value === null ? null : value + far * ((i * .618034) % 1 - .5))) : values);
    const [x, y] = ends.map((end) => spread(resolved({ $column: end.column }), end.spread));
    return { data: [{ type: "scatter", mode: "markers", x, y, text: resolved({ $settings: [key] }), hovertemplate: "%{text}<extra></extra>",
      marker: { size: x.length > 300 ? 7 : 10, color: resolved({ $column: key }), showscale: true, line: { width: .7, color: colour("soft") },
        colorscale: [[0, colour("heat0")], [.5, colour("heat1")], [1, colour("heat2")]],
        colorbar: { ...own.layout, thickness: 12, outlinewidth: 0, tickfont: { color: colour("ink") } } } }],
      layout: { height: 440, xaxis: resolved(ends[0].axis), yaxis: resolved(ends[1].axis) }, sheet: [{ head: { $word: "point_number" }, column: "point" },
        ...figure.frames[pair].map((place) => page.about.settings[place]), own] };
  };

  const draw = (figure) => {
    const { data, layout } = figure.kind === "series" ? series(figure) : figure.kind === "heat" ? heatmap(figure) : figure.kind === "cloud" ? cloud(figure)
      : { data: resolved(optionOf(variantOf(figure)).data), layout: resolved(optionOf(variantOf(figure)).layout) };
    for (const trace of data) if (trace.type === "heatmap") Object.assign(trace.colorbar, { tickfont: { color: colour("ink") } });
    if (figure.places) { // a queue stands beside its type and has no name of its own
      const narrow = innerWidth < 700, most = narrow ? 15 : 28;
      const cut = (name) => (name.length > most ? name.slice(0, most - 6).trimEnd() + "…" + name.slice(-5) : name);
      data[0].node.label = figure.places.map(([name, many]) => name && escaped(cut(plain(name)) + (narrow ? "" : " " + many)));
    }
    const chart = by("chart-" + figure.id), note = by("note-" + figure.id);
    if (note) note.textContent = plain(optionOf(variantOf(figure)).note);
    chart.style.height = layout.height + "px";
    if (printing) layout.width = chart.closest(".effects") ? PAPER / 2 - 16 : PAPER;
    const hide = () => chart.querySelectorAll("svg.main-svg").forEach((svg) => svg.setAttribute("aria-hidden", "true"));
    return Plotly.react(chart, data, themed(layout), // the title and the table speak for it; its pictures are silent
      { responsive: true, displaylogo: false, displayModeBar: innerWidth < 700 ? false : "hover",
        locale: root.lang, modeBarButtons: [["toImage", ...(data[0]?.type === "sankey" ? [] : ["zoom2d", "pan2d", "resetScale2d"])]] }).then(hide);
  };

  // --- their values: a table beside each, and CSV
  const sheet = (figure) => {
    if (figure.kind === "heat") {
      const it = heat(figure);
      if (!it) return { columns: [], rows: [] };
      const cell = (value) => [value, it.about.unit, it.about.currency];
      const levels = it.others.map(({ place, level }) => (level === "all" ? { $word: "level_all" } : figure.held[place].levels[level]));
      return { columns: [it.frame.across, it.frame.up, ...it.others.map(({ place }) => figure.held[place].name), it.about.label].map(plain).concat(say("low"), say("high")),
        rows: it.frame.x.flatMap((across, j) => it.frame.y.map((up, i) => [across, up, ...levels, cell(it.z[i][j]), cell(it.low[i][j]), cell(it.high[i][j])])) };
    }
    if (figure.kind !== "series") {
      const own = figure.kind === "cloud" ? cloud(figure) : optionOf(variantOf(figure));
      if (!own.sheet) return { columns: own.columns.map(plain), rows: own.rows };
      const columns = own.sheet.map((one) => page.columns[one.column].map((value) => one.words ? one.words[value]
        : one.unit === undefined ? value : [value === null ? null : parseFloat((value * one.size).toPrecision(6)), one.unit, one.currency]));
      return { columns: own.sheet.map((one) => plain(one.head)), rows: columns[0].map((_, i) => columns.map((column) => column[i])) };
    }
    const variant = variantOf(figure), rows = new Map();
    const columns = [say("interval")];
    variant.lines.forEach((line) => {
      const name = plain(line.name), kinds = line.low ? ["mean", "low", "high"] : ["mean"];
      const before = columns.length - 1;
      kinds.forEach((kind) => columns.push(kind === "mean" ? name : `${name}, ${say(kind)}`));
      line.x.forEach((place, i) => {
        if (!rows.has(place)) rows.set(place, [page.axis.labels[place]]);
        const row = rows.get(place);
        while (row.length - 1 < before) row.push([null, variant.unit]);
        kinds.forEach((kind) => row.push([line[kind][i], variant.unit]));
      });
    });
    return { columns, rows: [...rows.entries()].sort((a, b) => a[0] - b[0]).map((entry) => entry[1]) };
  };
  const tabulate = (figure) => {
    const { columns, rows } = sheet(figure), table = document.createElement("table");
    const head = table.createTHead().insertRow(), body = table.createTBody();
    for (const column of columns) {
      const cell = document.createElement("th");
      cell.scope = "col"; cell.textContent = column;
      if (rows.length && !Array.isArray(rows[0][head.cells.length])) cell.className = "left";
      head.append(cell);
    }
    for (const row of rows) {
      const line = body.insertRow();
      row.forEach((value, i) => {
        const cell = document.createElement(i === 0 ? "th" : "td");
        if (i === 0) cell.scope = "row";
        cell.textContent = Array.isArray(value) ? shown(...value).replace(/^-/, "\u2212") : plain(value);
        if (!Array.isArray(value)) cell.className = "left";
        line.append(cell);
      });
    }
    by("table-" + figure.id).replaceChildren(table);
  };
  const csv = (figure) => {
    const { columns, rows } = sheet(figure);
    const field = (value) => {
      const text = Array.isArray(value) ? (value[0] === null ? "" : "" + value[0]) : "" + plain(value);
      return /[",\r\n]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text;
    };
    return [columns, ...rows].map((row) => row.map(field).join(",")).join("\r\n") + "\r\n";
  };
  const download = (figure) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob(["\ufeff" + csv(figure)], { type: "text/csv" }));
    link.download = figure.id + ".csv";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };

  // --- the page around them
  const opened = () => page.figures.filter((figure) => by("data-" + figure.id).open);
  const redraw = () => Promise.all(page.figures.map(draw)).then(() => { opened().forEach(tabulate); });
  const dark = () => root.dataset.theme === "dark";
  const marked = () => {
    for (const button of document.querySelectorAll("[data-language]")) button.setAttribute("aria-pressed", button.dataset.language === root.lang);
    for (const button of document.querySelectorAll("[data-theme-to]")) button.setAttribute("aria-pressed", (button.dataset.themeTo === "dark") === dark());
    for (const option of document.querySelectorAll("select[data-choice] option")) option.textContent = plain(JSON.parse(option.dataset.words));
    for (const figure of page.figures.filter((one) => by("choose-" + one.id)))
      [...by("choose-" + figure.id).options].forEach((option, i) => {
        option.textContent = plain(figure.choices[i].name);
        if (figure.choices[i].under) option.parentElement.label = say(figure.choices[i].under);
      });
    for (const option of document.querySelectorAll("#scope option")) option.textContent = option.dataset.name || say("all");
    followed();
    whole();
  };
  const ruler = document.createElement("canvas").getContext("2d");
  const names = new Map();
  const whole = () => { // a name that its list cuts short stands whole below it; who listens has it from the list
    for (const select of document.querySelectorAll(".choose-one select, .pick select")) {
      const name = select.selectedOptions[0]?.textContent || "", bar = select.closest(".choose:not(.levels)"); // a bar that stays is one line
      names.get(select)?.remove();
      const there = select.offsetWidth;
      select.style.maxWidth = "none"; select.style.width = "max-content"; select.style.flexShrink = 0;
      const needed = select.offsetWidth;
      select.removeAttribute("style");
      ruler.font = getComputedStyle(select).font;
      const [own, longest] = [name, [...select.options].map((one) => one.textContent)].map((one) =>
        Math.max(...[one].flat().map((text) => ruler.measureText(text).width)));
      if (there > 0 && needed - longest + own > there + 1) {
        names.set(select, Object.assign(document.createElement("small"), { className: "soft whole-name", textContent: name, ariaHidden: true }));
        (bar || select).after(names.get(select));
      }
    }
  };
  document.addEventListener("change", whole);
  addEventListener("resize", whole);
  const followed = () => { // the days of what is chosen
    const rows = [...document.querySelectorAll("tbody[data-scope]")], of = by("scope-of-days");
    if (!of) return;
    for (const one of rows) one.hidden = one.dataset.scope !== scope;
    of.textContent = ": " + [...by("scope").options].find((option) => option.value === scope).textContent;
  };
  for (const button of document.querySelectorAll("[data-language]"))
    button.addEventListener("click", () => { root.lang = button.dataset.language; marked(); redraw(); });
  for (const button of document.querySelectorAll("[data-theme-to]"))
    button.addEventListener("click", () => { root.dataset.theme = button.dataset.themeTo; marked(); redraw(); });
  const chooser = by("scope");
  if (chooser) {
    chooser.value = scope;
    chooser.addEventListener("change", () => {
      scope = chooser.value;
      followed();
      page.figures.filter((figure) => figure.variants).forEach((figure) => { draw(figure); if (by("data-" + figure.id).open) tabulate(figure); });
    });
  }
  const choosers = [...document.querySelectorAll("select[data-choice]")];
  for (const select of choosers) {
    select.value = picked[select.dataset.choice];
    select.addEventListener("change", () => {
      const name = select.dataset.choice;
      picked[name] = select.value;
      choosers.filter((other) => other.dataset.choice === name).forEach((other) => { other.value = select.value; });
      page.figures.filter((figure) => (figure.by || []).includes(name)).forEach((figure) => { draw(figure); if (by("data-" + figure.id).open) tabulate(figure); });
    });
  }
  for (const table of document.querySelectorAll("table.sortable")) {
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, place) => head.querySelector("button").addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending" ? -1 : 1;
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down === 1 ? "ascending" : "descending");
      const order = (row) => row.cells[place].dataset.order;
      const compare = (one, other) => {
        if (one === "" || other === "") return (one === "") - (other === "");
        const [a, b] = [Number(one), Number(other)];
        return down * (isNaN(a) || isNaN(b) ? one.localeCompare(other) : a - b);
      };
      const rows = [...table.tBodies[0].rows].sort((a, b) => compare(order(a), order(b)));
      table.tBodies[0].append(...rows);
    }));
  }
  for (const figure of page.figures) {
    const own = by("choose-" + figure.id);
    if (own) {
      chosen[figure.id] = figure.first;
      const heads = {};
      for (const one of figure.choices) {
        if (one.under && !heads[one.under]) own.append(heads[one.under] = Object.assign(document.createElement("optgroup"), { label: "…" }));
        (heads[one.under] || own).append(new Option("…", one.key, false, one.key === figure.first));
      }
      own.addEventListener("change", () => { chosen[figure.id] = own.value; draw(figure); if (by("data-" + figure.id).open) tabulate(figure); });
    }
    by("data-" + figure.id).addEventListener("toggle", (event) => { if (event.target.open) tabulate(figure); });
    by("csv-" + figure.id).addEventListener("click", () => download(figure));
  }
  let screen = null;
  const unfold = (all) => { for (const one of document.querySelectorAll("details.printed")) // on paper nobody opens them
    if (all) { one.dataset.shut = one.open ? "" : "yes"; one.open = true; } else one.open = !one.dataset.shut; };
  addEventListener("beforeprint", () => { unfold(true); screen = root.dataset.theme; root.dataset.theme = "light"; printing = true; redraw(); });
  addEventListener("afterprint", () => { unfold(false); root.dataset.theme = screen; printing = false; redraw(); });
  const preferred = matchMedia("(prefers-color-scheme: dark)");
  root.dataset.theme = preferred.matches ? "dark" : "light";
  preferred.addEventListener("change", () => { root.dataset.theme = preferred.matches ? "dark" : "light"; marked(); redraw(); });
  marked();
  redraw().then(() => { root.dataset.drawn = "yes"; });
})();
