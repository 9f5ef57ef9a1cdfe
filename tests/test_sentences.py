"""Warnings and notes: English as it always was, the same in Spanish, and carried whole into results and pages."""

from __future__ import annotations

import copy
import json
import pickle
import re
import string
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import get_args

import pytest
import sweep_experiments

import ccsim
from ccsim.errors import PolicyError, WorkerLost
from ccsim.measures.definition import Feature
from ccsim.report.check_page import page as check_page
from ccsim.report.comparison_page import page as comparison_page
from ccsim.report.run import run_of
from ccsim.report.run_page import page
from ccsim.report.sweep import sweep_of
from ccsim.report.sweep_page import page as sweep_page
from ccsim.report.words import LANGUAGES as PAGES
from ccsim.report.words import both, told
from ccsim.sentences import LANGUAGES, TABLES, Sentence, dated, say, spoken
from ccsim.study import sweep_run
from ccsim.study.compared import SCOPES
from ccsim.study.result import Result
from ccsim.study.sweep_run import KILLED

ROOM = Path(ccsim.__file__).parent


def blanks(text):
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name)


def test_every_sentence_is_there_in_every_language():
    said = {key: texts for table in TABLES for key, texts in table.items()}
    assert len(said) == sum(map(len, TABLES)) > 70  # none is said twice
    for key, texts in said.items():
        assert len(texts) == len(LANGUAGES) and all(texts), key
        assert len({tuple(sorted(set(blanks(text)))) for text in texts}) == 1, key
    frames = {key for key, texts in said.items() if not re.search("[a-z]", re.sub(r"{\w+}", "", texts[0]))}
    alike = {key for key, texts in said.items() if len(set(texts)) == 1}
    assert alike == frames  # where there are words they are other words


def test_what_data_do_not_tell_has_one_word():
    """On every page, of every target and plan: `uncertain`, which is neither missed nor the reader's to decide."""
    others = {"en": "undecided|not (yet )?decided(?! yet)", "es": "sin decidir|no está decidid"}  # the best one is told
    for language, place in (("en", 0), ("es", 1)):
        sentences = (texts[place] for table in TABLES for texts in table.values())
        for text in (*PAGES[language].values(), *sentences):
            assert not re.search(others[language], re.sub(r"{\w+}", "", text), re.IGNORECASE), text
    verdicts = ("verdict_uncertain", "plan_uncertain", "decision_undecided", "likely_open")
    assert {(PAGES["en"][key], PAGES["es"][key]) for key in verdicts} == {("uncertain", "incierto")}


def test_every_sentence_is_said_somewhere():
    """With exactly its blanks, wherever they stand in the call itself."""
    sources = "".join(
        path.read_text(encoding="utf-8") for path in ROOM.rglob("*.py") if path.parent.name != "sentences"
    )
    sources += (ROOM / "sentences" / "sentence.py").read_text(encoding="utf-8")
    said = {key for table in TABLES for key in table}
    made = (
        "weekday_",
        "each_",
        "no_interval_has",
        "no_day_has",
        "replaces_",
        "kinds_",
        "lacks_",
        "needs_",
        "evidence_",
        "law_",
        "role_",
    )
    assert {key for key in said if not key.startswith(made) and f'"{key}"' not in sources} == set()
    assert set(re.findall(r'Sentence\(\s*"(\w+)"', sources)) <= said
    plain = re.findall(r'Sentence\(\s*"(\w+)"((?:,\s*\w+=[^,()]+)*)\s*\)', sources)
    assert len(plain) > 30
    texts = {key: texts[0] for table in TABLES for key, texts in table.items()}
    for key, given in plain:
        assert sorted(re.findall(r"(\w+)=", given)) == sorted(set(blanks(texts[key]))), key


def test_what_a_center_lacks_is_called_as_everywhere():
    assert all(say(f"needs_{feature}", {}) for feature in get_args(Feature))
    assert {f"lacks_{scope}" for scope in (*SCOPES, "skill")} <= {key for table in TABLES for key in table}


def test_a_sentence_is_its_english_text():
    one = Sentence("about", path="a.b", what=Sentence("shared_hosts", name="desk", appointments=["one", "two"]))
    english = "a.b: agents.desk: hosts one, two, each with a place for every host: together they can book more "
    assert one == english + "customers than there are hosts" and isinstance(one, str)
    assert one.said("en") == one and one.said("es").startswith("a.b: agents.desk: atiende one, two, cada una")
    for again in (pickle.loads(pickle.dumps(one)), copy.deepcopy(one)):
        assert again == one and type(again) is Sentence and again.plain() == one.plain()
    kept = json.loads(json.dumps(spoken([one, "nothing else is known of this"])))
    assert list(kept) == [one] and say(**kept[one], language="es") == one.said("es")
    assert str(dated(date(2026, 3, 4))) == "Wed 2026-03-04" and dated(date(2026, 3, 4)).said("es") == "mié 2026-03-04"
    with pytest.raises(LookupError):
        Sentence("shared_hosts", name="desk")


def test_a_page_falls_back_to_what_was_said():
    one = Sentence("none_comes", name="<b>")
    kept = spoken([one])
    assert "no se espera" in both(told(one, kept)) and "<b>" not in both(told(one, kept))
    assert told("of another version", kept) == "of another version"
    assert told(one, {one: {"key": "gone", "values": {}}}) == one
    assert told(one, {one: {"key": "none_comes", "values": {}}}) == one


@pytest.fixture
def warned(small_file):
    text = (
        small_file.read_text(encoding="utf-8")
        .replace("staffing: 4", "staffing: 1")
        .replace("patience: 3 min, handle_time", "handle_time")
    )
    small_file.write_text(text + "  nobody: {contact: sales, measure: asa, at_most: 0 s}\n", encoding="utf-8")
    return small_file


def test_they_reach_the_page_of_a_run(warned, tmp_path):
    result = ccsim.simulate(ccsim.load(warned, ["contacts.sales.arrivals*=10%"]), replications=2)
    result.save(tmp_path / "out")
    summary = json.loads((tmp_path / "out" / "summary.json").read_text(encoding="utf-8"))
    assert len(summary["warnings"]) >= 3 and set(summary["sentences"]) >= set(summary["warnings"])
    whole = page(run_of(tmp_path / "out")).split('id="page-data"')[0]
    assert '<span lang="en">nobody is absent</span><span lang="es">sin ausentismo</span>' in whole
    shown = whole.split('id="h-warnings"')[1].split("</section>")[0]
    assert "carga ofrecida de" in shown and "sus clientes esperan para siempre" in shown and "deja el 10%" in shown
    assert "solo en inglés" not in shown and shown.count('<span lang="es">') == len(summary["warnings"]) + 1
    summary["warnings"].append("of another version")
    (tmp_path / "out" / "summary.json").write_text(json.dumps(summary), encoding="utf-8")
    shown = page(run_of(tmp_path / "out")).split('id="h-warnings"')[1].split("</section>")[0]
    assert '<bdi lang="en">of another version</bdi>' in shown and "(solo en inglés)" in shown


def test_how_tables_were_read_reaches_the_page_of_a_run(small_file, tmp_path):
    """Also what is taken for granted of them, which stands in the register as the table it is about and what it is."""
    rows = "".join(f"{hour}:00;{20 + hour},5;100\n" for hour in range(8, 18))
    (tmp_path / "calls.csv").write_text(f"Hora;Llamadas;TMO\n{rows}", encoding="utf-8")
    text = small_file.read_text(encoding="utf-8").replace("{rate: 10 per h}", "{forecast: calls.csv}")
    small_file.write_text(text, encoding="utf-8")
    scenario = ccsim.load(small_file)
    (read,), (assumed,) = scenario.understood, scenario.assumed
    english = "calls.csv: semicolon-separated, decimal comma, 10 rows of 1 h for every day, columns Hora (start), "
    assert read.startswith(english) and assumed.endswith("weekday: its rows are taken for each of the 2 days")
    ccsim.simulate(scenario, replications=2, engine="reference").save(tmp_path / "out", language="es")
    summary = json.loads((tmp_path / "out" / "summary.json").read_text(encoding="utf-8"))
    register = [(one["input"], one["value"], one["source"]) for one in summary["inputs"]]
    assert ("calls.csv", read.removeprefix("calls.csv: "), "calls.csv") in register
    about, how = assumed.split(": ")
    assert (about, how, "assumed") in register
    shown = page(run_of(tmp_path / "out")).split('id="h-assumptions"')[1].split('id="page-data"')[0]
    assert '<span lang="es">reference: el que se pidió</span>' in shown
    assert '<span lang="es">separada por punto y coma, coma decimal, 10 filas de 1 h para todos los días' in shown
    assert "columnas Hora (start), Llamadas (contacts); no se leen: TMO (la leería handle_time: {table" in shown
    assert '<span lang="es">calls.csv no indica fecha ni día de la semana</span>' in shown
    assert '<span lang="es">sus filas se toman para cada uno de los 2 días</span>' in shown


def test_what_cut_a_run_short(warned):
    result = ccsim.simulate(ccsim.load(warned), replications=2)
    cut = Result(**{**vars_of(result), "interrupted": True})
    (note, *_) = cut.notes
    assert note == "stopped by Ctrl-C: results of the 2 replications finished until then"
    assert note.said("es").startswith("detenido con Ctrl-C: resultados de las 2 réplicas")

    lost = Result(**{**vars_of(result), "lost": Sentence("worker_killed", n=3)})
    assert lost.notes[0].startswith("a worker process was killed, twice, at replication 3 or soon after (out of")
    assert lost.notes[0].said("es").startswith("un proceso de trabajo fue terminado, dos veces, en la réplica 3")
    assert lost.notes[0].said("es").endswith("; resultados de las 2 réplicas terminadas antes")


def test_they_reach_the_page_of_a_comparison(warned, tmp_path):
    """What is not the same in an alternative, and what cannot be compared with it."""
    text = warned.read_text(encoding="utf-8").replace("team:", "others:").replace("agents: team", "agents: others")
    (tmp_path / "other.yaml").write_text(text.replace("seed: 7", "seed: 8"), encoding="utf-8")
    base, other = ccsim.load(warned), ccsim.load(tmp_path / "other.yaml")
    found = ccsim.compare(base, other, names=["other"], replications=2, measures=["asa", "occupancy of agents team"])
    summary = found.summary()
    assert "other has not the groups team of the base" in summary["notes"]
    assert set(summary["notes"]) <= set(summary["sentences"])
    (left,) = summary["alternatives"][0]["left_out"]
    assert left == "occupancy of agents team: other has no agents team" and left in summary["sentences"]
    shown = comparison_page(summary).split('id="page-data"')[0]
    assert "other no tiene grupos de la base: team" in shown and "tiene grupos que la base no tiene: others" in shown
    assert "occupancy of agents team: other no tiene grupo de agentes team" in shown
    patient = ccsim.load(warned, ["contacts.sales.patience=5 min"])
    summary = ccsim.compare(base, patient, names=["patient"], replications=2, measures=["asa"]).summary()
    shown = comparison_page(summary).split('id="h-changed"')[1]  # where the base says nothing, what is taken instead
    assert '<span lang="en">waits for ever</span><span lang="es">espera para siempre</span>' in shown
    cut = replace(found, base=Result(**{**vars_of(found.base), "interrupted": True}))
    assert cut.notes[0].said("es").startswith("detenido con Ctrl-C: resultados de las 2 réplicas que habían terminado")


def test_they_reach_the_page_of_a_sweep(tmp_path, monkeypatch):
    """Also from a folder; what a policy says of itself is in whatever language it is."""
    inner, failing = sweep_run.outcome, {"=2": KILLED, "=3": "no idea"}

    def outcome(shared, run):
        why = next((why for text, why in failing.items() if text in run.changes[0].text), None)
        return inner(shared, run) if why is None else sweep_run.failed(why)

    monkeypatch.setattr(sweep_run, "outcome", outcome)
    found = ccsim.sweep(sweep_experiments.write(tmp_path), out=tmp_path / "out")
    assert set(found.faults.values()) == {str(KILLED), "no idea"}
    for results in (found, sweep_of(tmp_path / "out")):
        shown = sweep_page(results).split('id="page-data"')[0]
        assert "su proceso fue terminado (¿falta memoria?" in shown and 'class="code keep">no idea<' in shown
    assert sweep_run.fault_of(WorkerLost(Sentence("worker_killed", n=1)))["sentence"]["values"] == {"n": "1"}
    assert sweep_run.fault_of(PolicyError("no idea")) == {"fault": "no idea"}


def vars_of(result):
    return {name: getattr(result, name) for name in result.__dataclass_fields__}


def test_they_reach_the_page_of_a_check(warned):
    summary = ccsim.check(ccsim.load(warned), warned, max_replications=20).summary()
    assert summary["notes"] == ["the baseline is the same scenario"] and set(summary["notes"]) <= set(
        summary["sentences"]
    )
    assert "la base es el mismo escenario" in check_page(summary)


def test_nothing_that_scenarios_warn_of_is_in_english_only():
    """Of the scenarios that ship, and of one that has been made to warn of much."""
    from ccsim.model import build
    from ccsim.model.warnings import warn

    shipped = ROOM.parent / "scenarios"
    found = []
    for file in (*sorted(shipped.glob("*/scenario.yaml")), shipped / "minimal.yaml"):
        for changes in ([], ["calendar.days=2", "agents.*.staffing*=40%"]):
            try:
                scenario = ccsim.load(file, changes)
            except ccsim.ScenarioError:
                continue
            found += [*warn(scenario, build(scenario)), *scenario.understood, *scenario.assumed]
    assert len(found) > 5 and all(isinstance(one, Sentence) for one in found)
