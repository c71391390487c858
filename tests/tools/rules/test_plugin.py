"""The plugin writes down what each test decides and how it ended, and refuses claims about unknown rules."""

import pytest

pytestmark = pytest.mark.requirement("R13", "R36")

TESTS = '''
import pytest

@pytest.mark.rule("Z-20", "Z-11")
@pytest.mark.requirement("R36")
def test_passes(): pass

@pytest.mark.rule("Z-20")
def test_fails(): assert False

@pytest.mark.skip(reason="not today")
def test_is_skipped(): pass

@pytest.fixture
def broken():
    yield
    raise ValueError

def test_breaks_while_tidying_up(broken): pass

@pytest.mark.parametrize("volgnummer", [pytest.param(1, marks=pytest.mark.rule("C-39")), 2])
def test_rows(volgnummer): pass
'''


@pytest.mark.parametrize("processes", [(), ("-p", "xdist", "-n", "2")], ids=["one process", "two processes"])
def test_a_run_is_written_down(toy, processes):
    """What is not written down did not happen: the register has no other source."""
    toy.write("tests/test_toy.py", TESTS)
    toy.pytest(*processes)
    assert toy.outcomes() == {
        "test_passes": "passed", "test_fails": "failed", "test_is_skipped": "skipped",
        "test_breaks_while_tidying_up": "failed", "test_rows[1]": "passed", "test_rows[2]": "passed",
    }  # fmt: skip
    results = toy.results()
    assert results["tests/test_toy.py::test_passes"]["rules"] == ["Z-11", "Z-20"]
    assert results["tests/test_toy.py::test_passes"]["requirements"] == ["R36"]
    assert results["tests/test_toy.py::test_rows[1]"]["rules"] == ["C-39"]
    assert results["tests/test_toy.py::test_rows[2]"]["rules"] == []


def test_a_partial_run_replaces_its_own_tests_only(toy):
    """Whoever works on one test keeps the rest of the register."""
    toy.write("tests/test_toy.py", TESTS)
    toy.write("tests/test_other.py", "def test_other(): pass")
    toy.pytest()
    toy.write("tests/test_toy.py", TESTS.replace("assert False", "pass"))
    toy.pytest("tests/test_toy.py::test_fails")
    assert toy.outcomes()["test_fails"] == "passed"
    assert len(toy.outcomes()) == 7


@pytest.mark.parametrize("processes", [(), ("-p", "xdist", "-n", "2")], ids=["one process", "two processes"])
def test_a_test_that_left_leaves_the_register(toy, processes):
    """A rule whose test was removed may not stay green."""
    toy.write("tests/test_toy.py", TESTS)
    toy.write("tests/test_other.py", "def test_other(): pass")
    toy.pytest()
    toy.write("tests/test_toy.py", "def test_passes(): pass")
    (toy.root / "tests" / "test_other.py").unlink()
    toy.pytest("tests/test_toy.py", "-k", "nothing or passes", *processes)
    assert toy.outcomes() == {"test_passes": "passed"}
    assert toy.results()["tests/test_toy.py::test_passes"]["rules"] == []


def test_an_unknown_rule_stops_the_run(toy):
    """A slip of the pen in a number would be a proof of nothing."""
    toy.write("tests/test_toy.py", 'import pytest\n@pytest.mark.rule("Z-99")\ndef test_claims(): pass')
    done = toy.pytest()
    assert done.returncode == 4
    assert "Z-99" in done.stderr
    assert toy.results() == {}
