"""The command line, run in this process as `alongside` runs it, over the real guides."""

import json
import re
from pathlib import Path

import pytest

from assistant import build
from assistant.messages import Concern, Turn
from assistant.retrieval import minilm
from assistant.retrieval.minilm import MiniLM
from assistant.safety.triage import RuleTriage
from tests.commands.conftest import Alongside, Ran

MARKED = "MARKED-5d2e she keeps cancelling on me"
URGENT = "i want to kill myself tonight"
REPLY_KEYS = [
    "text", "citations", "dropped_citations", "found", "triage", "signposting", "situation", "responder", "model",
    "sent", "tokens", "ms",
]  # fmt: skip


def one_line(ran: Ran) -> str:
    """What stands on standard error, when it is one plain line and nothing is on standard output."""
    assert (ran.out, ran.err.count("\n")) == ("", 1)
    return ran.err.rstrip("\n")


def test_ask_prints_the_answer_and_its_sources(alongside: Alongside) -> None:
    ran = alongside("ask", "she keeps cancelling on me last minute", "--role", "mentor")
    assert ran.code == 0
    assert "**Ask once, plainly.**" in ran.out
    assert "\n  [1] commitment/when-they-keep-cancelling: " in ran.out
    assert ran.err == ""


def test_ask_json_prints_one_reply(alongside: Alongside) -> None:
    ran = alongside("ask", "she keeps cancelling", "--role", "mentor", "--moment", "between", "--json")
    assert list(ran.json) == REPLY_KEYS
    assert (ran.json["responder"], ran.json["model"], ran.json["tokens"]) == ("library", None, None)
    assert ran.json["situation"]["role"] == "mentor"


def test_a_question_may_come_on_standard_input(alongside: Alongside) -> None:
    assert alongside("ask", "-", "--json", stdin=b"she keeps cancelling on me").json["found"]


@pytest.mark.parametrize("text", [b"she \xff cancels \x00 on me", "he cancels \u2028 again".encode()], ids=repr)
def test_broken_input_is_read_as_far_as_it_can_be(alongside: Alongside, text: bytes) -> None:
    assert alongside("ask", "-", "--json", stdin=text).code == 0


def test_an_urgent_question_gets_the_fixed_words_first_and_alone(alongside: Alongside) -> None:
    reply = alongside("ask", URGENT, "--json").json
    assert (reply["triage"]["level"], reply["triage"]["category"]) == ("urgent", "suicide")
    assert reply["signposting"]["text"]
    assert (reply["text"], reply["citations"]) == ("", [])
    assert alongside("ask", URGENT).out.startswith(reply["signposting"]["text"])


def test_an_urgent_line_in_a_text_too_long_still_gets_help(alongside: Alongside) -> None:
    long = f"{'it has been a long week. ' * 800}{URGENT}. {'so tired. ' * 20}"
    assert len(long) > 20_000
    assert alongside("ask", "-", "--json", stdin=long.encode()).json["signposting"]["text"]


def test_ask_batch_answers_line_by_line(alongside: Alongside) -> None:
    rows = [
        {"id": "a", "turns": ["she keeps cancelling on me", "shorter please"], "role": "mentor", "why": "x"},
        {"id": "b", "text": "x", "role": "boss"},
        {"id": "c", "text": URGENT},
    ]
    ran = alongside("ask", "--batch", "-", "--out", "-", stdin="\n".join(map(json.dumps, rows)).encode())
    first, second, third = ran.lines
    assert [list(reply) for reply in first["replies"]] == [REPLY_KEYS, REPLY_KEYS]
    assert (second["line"], second["id"]) == (2, "b")
    assert third["replies"][0]["signposting"]
    assert ran.err == "\r1 done\r2 done\r3 done\n"


def test_ask_batch_reads_and_writes_files(alongside: Alongside, tmp_path: Path) -> None:
    (tmp_path / "cases.jsonl").write_text('{"id": 1, "text": "she keeps cancelling"}\n{bad\n', encoding="utf-8")
    ran = alongside("ask", "--batch", str(tmp_path / "cases.jsonl"), "--out", str(tmp_path / "replies.jsonl"))
    written = [json.loads(line) for line in (tmp_path / "replies.jsonl").read_text("utf-8").splitlines()]
    assert (ran.code, ran.out) == (0, "")
    assert [row.get("error") for row in written] == [None, "this line is not JSON"]


def test_search_gives_as_many_passages_as_asked_for(alongside: Alongside) -> None:
    rows = alongside("search", "she keeps cancelling", "--k", "3", "--json").json
    assert [list(row) for row in rows] == [["passage", "guide", "title", "source", "score", "text"]] * 3
    assert rows[0]["guide"] == "commitment/when-they-keep-cancelling"
    assert [row["score"] for row in rows] == sorted((row["score"] for row in rows), reverse=True)


def test_triage_prints_its_object(alongside: Alongside) -> None:
    concern = alongside("triage", URGENT, "--json").json
    assert list(concern) == ["level", "category", "about", "evidence"]
    assert (concern["level"], concern["about"]) == ("urgent", "self")
    assert [list(span) for span in concern["evidence"]] == [["start", "end"]] * len(concern["evidence"])


def test_triage_batch_judges_the_last_turn(alongside: Alongside) -> None:
    rows = [{"id": 1, "turns": [URGENT, "no, i can't call"]}, {"id": 2, "text": "she keeps cancelling"}]
    ran = alongside("triage", "--batch", "-", "--out", "-", stdin="\n".join(map(json.dumps, rows)).encode())
    assert [(row["id"], row["triage"]["level"]) for row in ran.lines] == [(1, "urgent"), (2, "none")]


def test_triage_needs_no_index_and_no_weights(
    alongside: Alongside, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("ALONGSIDE_DATA", str(tmp_path / "none"))
    monkeypatch.setattr(build, "MiniLM", MiniLM)
    monkeypatch.setattr(minilm, "PACKAGE", "no_such_package")
    assert alongside("triage", URGENT).out == "urgent: suicide\n"
    assert not (tmp_path / "none").exists()


def test_without_weights_help_is_still_shown(
    alongside: Alongside, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("ALONGSIDE_DATA", str(tmp_path))
    monkeypatch.setattr(build, "MiniLM", MiniLM)
    monkeypatch.setattr(minilm, "PACKAGE", "no_such_package")
    assert alongside("ask", URGENT, "--json").json["signposting"]["text"]
    refused = alongside("ask", MARKED)
    assert one_line(refused).startswith("The embedding model's weights are not installed. Run `")
    assert refused.code == 1


def test_when_triage_breaks_help_is_still_shown(alongside: Alongside, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_self: RuleTriage, text: str, _history: list[Turn]) -> Concern:
        raise RuntimeError(text)

    monkeypatch.setattr(RuleTriage, "__call__", broken)
    ran = alongside("ask", MARKED, "--json")
    assert ran.json["signposting"]["text"]
    assert "MARKED-5d2e" not in ran.err


def test_chat_keeps_the_conversation_in_mind_until_an_empty_line(alongside: Alongside) -> None:
    ran = alongside("chat", "--role", "mentor", stdin=b"she keeps cancelling on me\nshorter please\n\nnot read\n")
    assert ran.code == 0
    assert "Nothing you write here is kept, and nobody is alerted." in ran.out
    assert ran.out.count("  [1] commitment/when-they-keep-cancelling") == 2


def test_chat_goes_on_after_a_message_it_cannot_answer(alongside: Alongside) -> None:
    ran = alongside("chat", stdin=f"{'a' * 5_000}\nshe keeps cancelling\n".encode())
    assert "up to 4,000 can be answered well" in ran.err
    assert "[1] commitment/when-they-keep-cancelling" in ran.out


def test_check_finds_nothing_wrong_with_the_guides(alongside: Alongside) -> None:
    ran = alongside("check")
    assert (ran.code, ran.err) == (0, "")
    assert re.search(r" mentee +mentor +peer +coordinator\n.*\n0 problems in \d+ guides\.\n$", ran.out, re.DOTALL)


def test_check_json_holds_problems_and_coverage_and_nothing_else(alongside: Alongside) -> None:
    found = alongside("check", "--json").json
    assert (list(found), found["problems"]) == (["problems", "coverage"], [])
    assert {tuple(row) for row in found["coverage"]} == {("topic", "reader", "moment", "guides")}


@pytest.mark.parametrize("as_json", [False, True], ids=["text", "json"])
def test_check_points_at_the_line_of_a_bad_guide(
    alongside: Alongside, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, as_json: bool
) -> None:
    guides = tmp_path / "knowledge" / "guides"
    guides.mkdir(parents=True)
    (guides / "bad.md").write_text("---\ntitle: Bad\ncolour: red\n---\n## Do\n- Ask.\n", encoding="utf-8")
    monkeypatch.setattr("assistant.settings.content_folder", lambda: tmp_path)
    ran = alongside("check", *(["--json"] if as_json else []))
    shown = "{path}:{line}: {message}".format(**ran.json["problems"][0]) if as_json else ran.out.splitlines()[0]
    assert shown.startswith("knowledge/guides/bad.md:")
    assert shown.split(":")[1].isdigit()
    assert ran.code == 1


def test_doctor_prints_every_path_and_is_content(alongside: Alongside, data_folder: Path) -> None:
    data_folder.chmod(0o700)
    ran = alongside("doctor")
    assert ran.code == 0
    for path in (data_folder, data_folder / "alongside.db", data_folder / "index"):
        assert str(path) in ran.out


def test_doctor_says_what_to_run_when_the_index_is_missing(
    alongside: Alongside, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("ALONGSIDE_DATA", str(tmp_path / "none"))
    ran = alongside("doctor")
    assert ran.code == 1
    assert re.search(r"^index +missing or stale\n +-> run: alongside index$", ran.out, re.MULTILINE)


def test_index_says_how_many_guides_it_holds(alongside: Alongside) -> None:
    ran = alongside("index")
    assert ran.code == 0
    assert ran.err.endswith(" guides are indexed.\n")


REFUSED = [
    (["serve", "--host", "0.0.0.0"], 1,  # noqa: S104 - that it is refused
     "There is no sign-in yet, so the page is served on this machine only; "
     "'0.0.0.0' could be reached by others. Leave --host out."),
    (["ask", MARKED, "--role", "boss"], 2, "role is 'boss'; choose one of mentee, mentor, peer, coordinator."),
    (["ask", MARKED, "--moment", "never"], 2,
     "moment is 'never'; choose one of starting, prepare, in_session, between, reflect, ending."),
    (["ask", MARKED, "--country", "England"], 2, "country is 'England'; give its two-letter code, such as GB or US."),
    (["ask", MARKED, "--responder", "oracle"], 2, "--responder is 'oracle'; choose one of library, model."),
    (["ask", MARKED, "--responder", "model"], 1,
     "No model is set. Set ALONGSIDE_MODEL, or use the library responder."),
    (["ask"], 2, 'Write your question after the command, in quotes: alongside ask "..."'),
    (["ask", "  "], 2, "There is nothing to answer yet. Write what is on your mind, in your own words."),
    (["search", "\x00"], 2, "There is nothing to answer yet. Write what is on your mind, in your own words."),
    (["ask", MARKED * 600], 2, "That is 22,800 characters; up to 4,000 can be answered well. "
     "Keep the part you most want help with and send it again."),
    (["ask", "--batch", "no/such/file"], 2, "'no/such/file' cannot be read (No such file or directory)."),
    (["triage", "--batch", "-", "--out", "no/such/folder/out"], 2,
     "'no/such/folder/out' cannot be written (No such file or directory)."),
]  # fmt: skip


@pytest.mark.parametrize(("arguments", "code", "said"), REFUSED, ids=[said[:40] for _, _, said in REFUSED])
def test_an_error_is_one_line_that_says_what_to_do(
    alongside: Alongside, arguments: list[str], code: int, said: str
) -> None:
    ran = alongside(*arguments)
    assert (ran.code, one_line(ran)) == (code, said)
    assert "MARKED-5d2e" not in ran.err


def test_a_bad_setting_is_one_line(alongside: Alongside, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALONGSIDE_PORT", "http")
    refused = alongside("ask", MARKED)
    assert one_line(refused) == "ALONGSIDE_PORT is 'http'; give a whole number from 1024 to 65535."


def test_a_port_out_of_range_is_refused(alongside: Alongside) -> None:
    assert one_line(alongside("serve", "--port", "80")) == "--port is '80'; give a whole number from 1024 to 65535."


def test_a_file_that_is_no_text_is_a_bad_line(alongside: Alongside, tmp_path: Path) -> None:
    (tmp_path / "cases").write_bytes(b'\xff\xfe\x00{"id": 1}\n')
    [row] = alongside("ask", "--batch", str(tmp_path / "cases")).lines
    assert row == {"line": 1, "id": None, "error": "this line is not JSON"}
