"""The paths that customers took: how often, how good, and which are better or worse than the average."""

from __future__ import annotations

import math

import numpy as np
import pytest
from click.testing import CliRunner
from logs_by_hand import ADVICE, CALL, CHAT, NINE, VIDEO, answered, booking, contact, everything, logs_of
from paths_by_hand import BOOKED, HAPPY, LATER, LOST, REDIAL, customers, folder, usual
from scipy import stats

import ccsim
from ccsim.cli.main import cli
from ccsim.engine.logs import DIARY, BookingOutcome, BotResult, CancelledBy, Origin, Outcome, Then
from ccsim.errors import OutputError
from ccsim.measures.customers import CustomerTable
from ccsim.study.path_steps import paths_taken
from ccsim.study.paths import NoPaths, as_plain, paths
from ccsim.study.paths_picture import draw
from ccsim.study.picture_files import check_picture
from ccsim.study.saved_records import NoRecords

MODEL = everything()
CALLER, CHATTER, BOOKER = (CALL, 18, 0, NINE), (CHAT, 18, 0, NINE), (ADVICE, 0, 0, 0.0)


def path(customer, contacts=(), bookings=()):
    logs = logs_of([customer], list(contacts), list(bookings))
    table = CustomerTable.of(MODEL, logs)
    (taken,) = paths_taken(MODEL, logs, table.journey, table.rows)
    return taken


def abandoned(attempt=0, at=NINE, **more):
    return contact(CALL, 0, at, Outcome.ABANDONED, attempt, left=at + 60, **more)


def test_contacts_in_words():
    assert path(CALLER, [answered(CALL, 0, NINE)]) == "account_call resolved"
    assert path(CALLER, [answered(CALL, 0, NINE, resolved=False)]) == "account_call unresolved"
    reached = answered(CALL, 0, NINE, wait=600.0) | {"outcome": Outcome.CALLED_BACK}
    assert path(CALLER, [reached]) == "account_call called back, resolved"
    for outcome, word in (
        (Outcome.BLOCKED, "blocked"),
        (Outcome.BALKED, "balked"),
        (Outcome.ABANDONED, "abandoned"),
        (Outcome.DROPPED, "dropped"),
        (Outcome.BACKLOG, "still open"),
        (Outcome.NOT_REACHED, "not reached"),
    ):
        assert path(CALLER, [contact(CALL, 0, NINE, outcome)]) == f"account_call {word}"


def test_the_same_step_again_stands_once_with_its_number():
    tries = [abandoned(n, NINE + 600 * n, then=Then.MOVED) for n in range(3)]
    assert (
        path(CALLER, [*tries, answered(CALL, 0, NINE + 9000, 3)]) == "account_call abandoned x3 → account_call resolved"
    )


def test_how_a_path_breaks_off():
    assert path(CALLER, [abandoned(then=Then.PENDING)]) == "account_call abandoned → ..."
    assert path(CALLER, [abandoned(then=Then.CUT)]) == "account_call abandoned → cut off"


def test_self_service_is_a_step_of_its_own_unless_it_was_full_or_out():
    contained = {"bot": 0, "bot_end": NINE + 60, "left": NINE + 60}
    shown = contact(CHAT, 0, NINE, Outcome.CONTAINED, bot_result=BotResult.CONTAINED, **contained)
    assert path(CHATTER, [shown]) == "assistant contained"
    back = contact(CHAT, 0, NINE, Outcome.CONTAINED, bot_result=BotResult.FALSELY_CONTAINED, **contained)
    later = answered(CALL, 0, NINE + 9000, 1, origin=Origin.RETURN)
    assert path(CHATTER, [back, later]) == "assistant falsely contained → account_call resolved"
    assert path(CHATTER, [back | {"bot_result": BotResult.GAVE_UP}]) == "assistant given up"
    for result, before in (
        (BotResult.HANDED_OVER, "assistant handed over → "),
        (BotResult.FULL, ""),
        (BotResult.OUT, ""),
    ):
        chat = answered(CHAT, 0, NINE, bot=0, bot_result=result, bot_end=NINE + 60)
        assert path(CHATTER, [chat]) == f"{before}account_chat resolved"
    diverted = contact(CHAT, 0, NINE, Outcome.DIVERTED, left=NINE, then=Then.MOVED)
    assert path(CHATTER, [diverted, shown | {"leg": 1}]) == "account_chat diverted → assistant contained"


def test_bookings_in_words():
    def missed(outcome, **more):
        return path(BOOKER, [], [booking(0, 0.0, outcome, booked=0.0, slot=NINE, settled=NINE, **more)])

    kept = booking(0, 0.0, BookingOutcome.KEPT, booked=0.0, slot=NINE, contact=0, settled=NINE)
    talk = answered(VIDEO, 0, NINE, origin=Origin.APPOINTMENT)
    assert path(BOOKER, [talk], [kept]) == "book advice → advice_video kept, resolved"
    assert missed(BookingOutcome.NO_SHOW) == "book advice → advice no-show"
    assert missed(BookingOutcome.LATE_NO_SHOW) == "book advice → advice too late"
    assert missed(BookingOutcome.CANCELLED, cancelled_by=CancelledBy.CUSTOMER) == "book advice → advice cancelled"
    assert missed(BookingOutcome.CANCELLED, cancelled_by=CancelledBy.RELEASED) == "book advice → advice released"
    assert missed(BookingOutcome.PENDING) == "book advice → advice still open"
    in_vain = booking(0, 0.0, BookingOutcome.NOT_BOOKED, settled=0.0)
    assert path(BOOKER, [], [in_vain]) == "book advice in vain"
    bot = {"bot": 0, "bot_end": 60.0}
    assert path(BOOKER, [], [booking(0, 0.0, BookingOutcome.CONTAINED, bot_result=BotResult.CONTAINED, **bot)]) == (
        "assistant contained"
    )
    over = kept | bot | {"bot_result": BotResult.HANDED_OVER}
    assert path(BOOKER, [talk], [over]) == "assistant handed over → book advice → advice_video kept, resolved"
    again = booking(0, NINE, BookingOutcome.NO_SHOW, 1, booked=NINE, slot=NINE + 1800, settled=NINE + 2400)
    moved = kept | {"outcome": BookingOutcome.CANCELLED, "contact": -1, "cancelled_by": CancelledBy.REBOOKED}
    assert path(BOOKER, [], [moved, again]) == ("book advice → advice moved → book advice → advice no-show")


def test_what_agents_call_for_is_no_step_and_who_came_before_the_first_day_is_not_listed():
    outbound = answered(CALL, 0, NINE - 3600, origin=Origin.OUTBOUND, leg=32)
    missed = booking(0, 0.0, BookingOutcome.NO_SHOW, booked=0.0, slot=NINE, settled=NINE)
    assert path(BOOKER, [outbound], [missed]) == "book advice → advice no-show"
    logs = logs_of([(ADVICE, DIARY, 0, -9000.0), CALLER], [answered(CALL, 1, NINE)], [missed])
    table = CustomerTable.of(MODEL, logs)
    assert paths_taken(MODEL, logs, table.journey, table.rows) == ["account_call resolved"]


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_paths_most_frequent_first_with_what_they_came_to(tmp_path, kind):
    found = paths(folder(tmp_path / "out", usual(), kind))
    assert [row.path for row in found.rows] == [HAPPY["path"], REDIAL["path"], LOST["path"], LATER["path"]]
    assert (found.scenario, found.seed, found.replications, found.currency) == ("Small team", 7, 10, "USD")
    happy, redial, lost, later = found.rows
    everybody = 10 * (70 + 18 + 11) + 10 - 5 + 1
    assert found.total.customers == pytest.approx(everybody / 10) and found.total.share == 1
    assert happy.customers == 71 and happy.share == pytest.approx(710 / everybody)
    assert (happy.settled, lost.settled, lost.loss, redial.contacts) == (1, 0, 15, 2)
    average = 110 * 15 / (everybody - 1)
    assert found.total.loss == pytest.approx(average) and found.total.excess == 0 and math.isnan(later.excess)
    assert lost.excess == pytest.approx(11 * (15 - average)) and happy.excess == pytest.approx(-71 * average)
    assert found.total.settled == pytest.approx((710 + 175) / (everybody - 1))
    assert math.isnan(later.csat) and math.isnan(later.settled) and math.isnan(later.loss)
    assert found.total.csat == pytest.approx((710 * 4.5 + 175 * 3.9 + 110 * 2) / (everybody - 1))
    assert (found.total.waited_s, found.total.to_end_s) == (30, 300)
    assert [row.judgement for row in found.rows] == ["favourable", "", "unfavourable", ""]


def test_the_half_width_of_a_share_is_that_of_a_ratio_over_replications(tmp_path):
    frame = usual()
    found = paths(folder(tmp_path / "out", frame))
    counts = frame.groupby("replication").size().to_numpy(dtype=float)
    happy = frame[frame.path == HAPPY["path"]].groupby("replication").size().to_numpy(dtype=float)
    share = happy.sum() / counts.sum()
    residual = happy - share * counts
    error = residual.std(ddof=1) / np.sqrt(10) / counts.mean()
    assert found.rows[0].share_half_width == pytest.approx(stats.t.ppf(0.975, 9) * error)


def test_a_difference_inside_its_interval_marks_nothing(tmp_path):
    """Satisfaction that swings from one replication to the next: 4.1 is not surely more than 4.0."""
    groups = []
    for number in range(1, 7):
        groups += [
            (number, 40, {"path": "a", "csat": 4.1 + (number % 2 - 0.5)}),
            (number, 40, {"path": "b", "csat": 4.0}),
        ]
    assert [row.judgement for row in paths(folder(tmp_path / "out", customers(*groups))).rows] == ["", ""]


def test_paths_of_few_customers_and_of_one_replication_are_not_judged(tmp_path):
    few = customers(*((number, 2, LOST) for number in range(1, 11)), *((number, 40, HAPPY) for number in range(1, 11)))
    assert [row.judgement for row in paths(folder(tmp_path / "few", few)).rows] == ["favourable", ""]
    one = paths(folder(tmp_path / "one", customers((1, 60, LOST), (1, 60, HAPPY))))
    assert [row.judgement for row in one.rows] == ["", ""] and math.isnan(one.rows[0].share_half_width)


def test_where_all_are_settled_satisfaction_alone_judges(tmp_path):
    frame = customers(*((n, 50, HAPPY) for n in (1, 2, 3)), *((n, 50 + n, REDIAL) for n in (1, 2, 3)))
    found = {row.path: row.judgement for row in paths(folder(tmp_path / "out", frame)).rows}
    assert found == {HAPPY["path"]: "favourable", REDIAL["path"]: "unfavourable"}


def test_without_experience_nothing_is_judged(tmp_path):
    frame = customers(*((n, 50, HAPPY | {"csat": np.nan}) for n in (1, 2)))
    (row,) = paths(folder(tmp_path / "out", frame)).rows
    assert math.isnan(row.csat) and row.judgement == "" and row.settled == 1
    assert as_plain(paths(tmp_path / "out"))["paths"][0]["csat"] is None


def test_a_path_on_which_nobody_is_asked_is_not_judged_and_one_that_is_released_is_unfavourable(tmp_path):
    booked = {"began_with": "advice", "end": "lost"}
    missed = booked | {"path": "book advice → advice no-show", "csat": np.nan, "churn_cost": np.nan}
    released = booked | {"path": "book advice → advice released", "csat": 2.1, "churn_cost": 6.0}
    groups = [
        (n, many + n % 2, what) for n in range(1, 6) for many, what in ((60, HAPPY), (40, missed), (20, released))
    ]
    found = {row.path: row for row in paths(folder(tmp_path / "out", customers(*groups))).rows}
    assert [row.judgement for row in found.values()] == ["favourable", "", "unfavourable"]
    nobody_asked = found[missed["path"]]
    assert (nobody_asked.settled, nobody_asked.loss, nobody_asked.excess) == (0, 0, 0) and math.isnan(nobody_asked.csat)
    assert found[released["path"]].excess + found[HAPPY["path"]].excess == pytest.approx(0)


def test_customers_of_a_segment_or_of_a_beginning(tmp_path):
    frame = customers((1, 3, HAPPY), (2, 5, HAPPY), (1, 2, BOOKED), (2, 2, BOOKED))
    out = folder(tmp_path / "out", frame)
    (digital,) = paths(out, segment="digital").rows
    assert (digital.customers, digital.share) == (2, 1)
    assert paths(out, began_with="calls").total.customers == 4
    with pytest.raises(NoPaths, match=r"no customer of segment 'digitl' \(did you mean 'digital'\?\)"):
        paths(out, segment="digitl")
    with pytest.raises(NoPaths, match=r"no customer who began with 'zzz' \(there are advice, calls\)"):
        paths(out, began_with="zzz")
    with pytest.raises(NoPaths, match="no customer who began with 'calls'"):
        paths(out, segment="digital", began_with="calls")


def test_a_replication_without_customers_counts_as_none(tmp_path):
    frame = customers((1, 4, HAPPY), (3, 2, HAPPY))
    assert paths(folder(tmp_path / "out", frame)).total.customers == 2


@pytest.mark.parametrize("segment", ["NA", "null", "7"])
def test_names_that_look_like_something_else(tmp_path, segment):
    out = folder(tmp_path / "out", customers((1, 4, HAPPY | {"segment": segment})))
    assert paths(out, segment=segment).total.customers == 4


def test_folders_that_are_none(tmp_path):
    with pytest.raises(NoRecords, match=r"nowhere is not there: give the DIR of ccsim run FILE --out DIR --records"):
        paths(tmp_path / "nowhere")
    (tmp_path / "file").write_text("")
    with pytest.raises(NoRecords, match="file is a file, not a folder"):
        paths(tmp_path / "file")
    with pytest.raises(NoRecords, match=r"no results in .*, it has no summary\.json"):
        paths(tmp_path)


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"provenance": 3}', "\xff"])
def test_summaries_that_are_none(tmp_path, text):
    (tmp_path / "summary.json").write_text(text, encoding="latin-1")
    with pytest.raises(NoRecords, match=r"summary\.json (cannot be read|is not a summary of ccsim)"):
        paths(tmp_path)


@pytest.mark.parametrize(
    ("more", "facts", "says"),
    [
        ({}, {"replications": None}, "provenance.replications is missing"),
        ({}, {"replications": "ten"}, "provenance.replications is 'ten'"),
        ({}, {"replications": True}, "provenance.replications is True"),
        ({}, {"replications": 0}, "provenance.replications is 0"),
        ({}, {"replications": 9}, "provenance.replications is 9 and there are customers of replication 10"),
        ({}, {"seed": 1.5}, "provenance.seed is 1.5"),
        ({}, {"scenario": None}, "provenance.scenario is missing"),
        ({"confidence": "x"}, {}, "confidence is 'x'"),
        ({"confidence": math.nan}, {}, "confidence is nan"),
        ({"confidence": 95}, {"seed": None}, "provenance.seed is missing, confidence is 95"),
        ({"currency": None}, {}, "currency is None"),
    ],
)
def test_summaries_that_were_damaged(tmp_path, more, facts, says):
    provenance = {"scenario": "Small team", "seed": 7, "replications": 10} | facts
    said = {name: value for name, value in provenance.items() if value is not None}
    out = folder(tmp_path / "out", usual(), provenance=said, **more)
    done = CliRunner().invoke(cli, ["paths", str(out)])
    assert done.exit_code == 2 and done.stdout == ""
    assert done.stderr == (
        f"{out / 'summary.json'} is not as ccsim wrote it, {says}: ccsim run FILE --out DIR --records writes it again\n"
    )


def test_a_run_without_records_and_one_of_another_version(tmp_path):
    with pytest.raises(NoRecords, match="holds a run without records; with them: ccsim run FILE --out DIR --records"):
        paths(folder(tmp_path / "none", usual(), files={"summary.json": None, "measures.csv": "x"}))
    other = r"have no table of customers \(they were written by ccsim 0\.0\.1, this is .*\): ccsim run"
    with pytest.raises(NoRecords, match=other):
        paths(folder(tmp_path / "before", usual(), files={"contacts.csv": "x"}))
    with pytest.raises(NoRecords, match=r"does not have the columns replication, .*written by ccsim"):
        paths(folder(tmp_path / "other", usual().drop(columns="csat")))
    with pytest.raises(NoRecords, match=r"does not have the columns replication, .*written by ccsim"):
        paths(folder(tmp_path / "parquet", usual().drop(columns="csat"), "parquet"))


def test_records_that_were_changed_or_removed_since(tmp_path):
    out = folder(tmp_path / "out", usual())
    with (out / "customers.csv").open("a") as file:
        file.write("mine\n")
    with pytest.raises(NoRecords, match=r"customers\.csv was changed since ccsim wrote it"):
        paths(out)
    (out / "customers.csv").unlink()
    with pytest.raises(NoRecords, match=r"customers\.csv is not there any more"):
        paths(out)


def test_a_run_in_which_nobody_came(tmp_path):
    with pytest.raises(NoPaths, match="no customer came in 2 replications"):
        paths(folder(tmp_path / "out", usual()[:0]))


def test_a_result_and_its_folder_say_the_same(small_file, tmp_path):
    result = ccsim.simulate(ccsim.load(str(small_file)), replications=3, records=True)
    result.save(tmp_path / "out", records=True)
    result.save(tmp_path / "csv", records=True, records_format="csv")
    of_result = ccsim.paths(result)
    assert as_plain(of_result) == as_plain(ccsim.paths(tmp_path / "out")) == as_plain(ccsim.paths(tmp_path / "csv"))
    offered = result.estimates.get("all", "all", "arrived").mean
    assert of_result.total.customers == pytest.approx(offered)
    shares = of_result.frame().set_index("path")["share"]
    assert shares.sum() == pytest.approx(1) and shares.index[0].endswith("resolved")


def test_a_picture(tmp_path):
    found = paths(folder(tmp_path / "out", usual()))
    for name in ("a.png", "a.svg", "A.PDF"):
        draw(found, tmp_path / name)
        assert (tmp_path / name).stat().st_size > 1000
    assert not list(tmp_path.glob(".ccsim-*"))


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("paths.jpeg", r"its name must end in one of \.png, \.svg, \.pdf"),
        ("paths", "its name must end in"),
        ("nowhere/paths.png", "there is no folder"),
        ("folder.png", "it is a folder"),
    ],
)
def test_pictures_that_cannot_be(tmp_path, name, says):
    (tmp_path / "folder.png").mkdir()
    with pytest.raises(OutputError, match=says):
        check_picture(tmp_path / name)
