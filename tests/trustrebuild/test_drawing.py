"""Fields as they are drawn: labels, help and errors linked, what was written kept and escaped."""

import pytest
from django import forms

from kit.fields import PlainText, Scale, YesNo

RUDE = '"><b>&'
SAFE = "&quot;&gt;&lt;b&gt;&amp;"


class Asked(forms.Form):
    """One field of each kind."""

    calm = Scale(label="Calm?", low="no", high="yes")
    talk = YesNo(label="A talk?", help_text="Any talk.")
    words = PlainText(label="Words", longest=1200, required=False)
    note = forms.CharField(max_length=1200, widget=forms.Textarea)
    topic = forms.ChoiceField(label="Topic", choices=[("a", "A"), ("More", [("b", RUDE)])])
    tick = forms.BooleanField(label="Tick", required=False)


def test_a_scale_has_eleven_taps_and_words_at_its_ends() -> None:
    taps = "".join(
        f'<label><input type="radio" name="calm" value="{n}"{" checked" if n == 1 else ""}><span>{n}</span></label>'
        for n in range(11)
    )

    drawn = Asked(initial={"calm": 1})["calm"].as_field_group()

    assert drawn == (
        '<fieldset class="field scale" id="id_calm"><legend class="question">Calm?</legend>'
        f'<div class="taps">{taps}</div><p class="ends"><span>no</span><span>yes</span></p></fieldset>'
    )


def test_a_scale_keeps_nothing_that_is_no_tap() -> None:
    form = Asked({"calm": RUDE})

    drawn = form["calm"].as_field_group()

    assert (drawn.count("checked"), RUDE in drawn) == (0, False)
    assert drawn.startswith('<fieldset class="field scale" id="id_calm" aria-describedby="id_calm_error">')
    assert '<ul class="errorlist" id="id_calm_error"><li>Choose a number from 0 to 10.</li></ul>' in drawn


def test_chips_link_their_help() -> None:
    drawn = Asked(initial={"talk": "no"})["talk"].as_field_group()

    assert drawn == (
        '<fieldset class="field" id="id_talk" aria-describedby="id_talk_helptext"><legend>A talk?</legend>'
        '<div class="help" id="id_talk_helptext">Any talk.</div><div class="chips">'
        '<label><input type="radio" name="talk" value="yes"><span>Yes</span></label>'
        '<label><input type="radio" name="talk" value="no" checked><span>No</span></label></div></fieldset>'
    )


def test_a_text_is_kept_escaped_under_its_label() -> None:
    drawn = Asked({"words": RUDE})["words"].as_field_group()

    assert drawn == (
        '<div class="field"><label for="id_words">Words <span class="optional">(if you like)</span></label>'
        '<textarea name="words" cols="40" rows="4" data-longest="1200" autocomplete="off" id="id_words">\n'
        f"{SAFE}</textarea></div>"
    )


def test_a_text_area_with_a_limit_says_how_much_fits() -> None:
    drawn = Asked()["note"].as_field_group()

    count = '<p class="count" data-behaviour="count" data-for="id_note" data-max="1200">Up to 1200 characters</p></div>'
    assert drawn.endswith(count)
    assert "maxlength" not in drawn


def test_a_list_marks_what_was_chosen() -> None:
    assert str(Asked(initial={"topic": "b"})["topic"]) == (
        '<select name="topic" id="id_topic"><option value="a">A</option>'
        f'<optgroup label="More"><option value="b" selected>{SAFE}</option></optgroup></select>'
    )


@pytest.mark.parametrize(("value", "mark"), [(True, " checked"), (False, "")])
def test_a_tick_stands_before_its_words(value: bool, mark: str) -> None:
    drawn = Asked(initial={"tick": value})["tick"].as_field_group()

    assert drawn == (
        '<div class="field"><label class="tick" for="id_tick">'
        f'<input type="checkbox" name="tick" id="id_tick"{mark}><span>Tick</span></label></div>'
    )
