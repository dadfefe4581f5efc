"""What the documents say of the code is so: rules, terms, areas, links."""

import ast
import re
import tomllib
from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from importlib import import_module
from pathlib import Path

import rekruttering  # the tables of every area are known from here on
from rekruttering.felles.db import Base

ROOT = Path(__file__).resolve().parents[2]
APPLICATION = Path(rekruttering.__file__).parent
REGLER = ROOT / "docs" / "regler.md"
ORDLISTE = ROOT / "docs" / "ordliste.md"
ARCHITECTURE = ROOT / "ARCHITECTURE.md"
FRONT = (ROOT / "README.md", ARCHITECTURE)

ANCHOR = re.compile(r'<a id="([A-Z]\d+)"></a>\*\*([A-Z]\d+)\*\*')
SPAN = re.compile(r"`([^`]+)`")
CODE = re.compile(r"^[a-z_]+(\.[a-z_]+)*:\w+$")
LINK = re.compile(r"\]\(([^)#\s]*)(?:#([^)\s]*))?\)")
PATH = re.compile(r"^[\w.-]+/([\w.-]+/)*([\w.-]+\.[a-z]+)?$")
FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
CAMEL = re.compile(r"[A-Z]+[a-z0-9]*")
TO_ASCII = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "Å": "A", "Ø": "O", "Æ": "Ae"})

# English words of technique that the name of a domain class may end with.
TECHNICAL = ("Status", "Input", "RuleId", "Type", "Pdf", "Problem")
# Made when the service runs, so not here in a fresh checkout.
MADE_LATER = "instance/"


# --- regler.md ---------------------------------------------------------------------------------


@cache
def rules() -> dict[str, str]:
    """The text of each rule by its id, names and tests included."""
    text = REGLER.read_text(encoding="utf-8").partition("\n## Known and not enforced")[0]
    parts = re.split(r"^- (?=<a id=)", text, flags=re.MULTILINE)[1:]
    return {part.partition('"')[2].partition('"')[0]: part for part in parts}


def enforcers(rule: str) -> list[str]:
    return [span for span in SPAN.findall(rule) if CODE.match(span)]


def shown_by(rule: str) -> list[str]:
    return [span for span in SPAN.findall(rule) if "::" in span]


def module_name(name: str) -> str:
    return name if name.startswith("matching.") else f"rekruttering.{name}"


@cache
def find(name: str) -> object | None:
    """What «soknad.rules:visible_status» names, if it is there."""
    module, _, attribute = name.partition(":")
    try:
        return getattr(import_module(module_name(module)), attribute, None)
    except ModuleNotFoundError:
        return None


@cache
def functions(path: str) -> frozenset[str]:
    """The functions of a test file; none if the file is not there."""
    file = ROOT / path
    if not file.is_file():
        return frozenset()
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef))


def sources() -> Iterator[tuple[str, Path]]:
    for package in (APPLICATION, ROOT / "matching"):
        for file in sorted(package.rglob("*.py")):
            parts = file.relative_to(ROOT).with_suffix("").parts
            yield ".".join(part for part in parts if part != "__init__"), file


def citations() -> Iterator[tuple[str, int, str]]:
    """Every rule that the code refers to, as (module, line, id)."""
    for module, file in sources():
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
            if "regler.md#" in line:
                for rule_id in re.findall(r"#([A-Z]\d+)", line):
                    yield module, number, rule_id


def test_every_rule_has_one_anchor_a_source_a_place_and_a_test() -> None:
    anchors = ANCHOR.findall(REGLER.read_text(encoding="utf-8"))
    assert [pair for pair in anchors if pair[0] != pair[1]] == []
    assert [anchor for anchor, _ in anchors] == list(rules())
    assert [
        rule_id
        for rule_id, rule in rules().items()
        if "*Kilde:*" not in rule or not enforcers(rule) or not shown_by(rule)
    ] == []


def test_what_enforces_a_rule_exists() -> None:
    named = [(rule_id, name) for rule_id, rule in rules().items() for name in enforcers(rule)]
    assert [pair for pair in named if find(pair[1]) is None] == []


def test_what_shows_a_rule_exists() -> None:
    named = [(rule_id, test) for rule_id, rule in rules().items() for test in shown_by(rule)]
    wrong = []
    for rule_id, test in named:
        path, _, function = test.partition("::")
        if function not in functions(path):
            wrong.append((rule_id, test))
    assert wrong == []


def test_every_rule_that_code_refers_to_is_in_the_register() -> None:
    assert [cited for cited in citations() if cited[2] not in rules()] == []


def test_code_refers_to_the_rules_that_name_it() -> None:
    homes = {
        rule_id: {getattr(find(name), "__module__", "") for name in enforcers(rule)}
        for rule_id, rule in rules().items()
    }
    wrong = [
        f"{module}:{line} refers to {rule_id}, which names {sorted(homes[rule_id])}"
        for module, line, rule_id in citations()
        if rule_id in homes and module not in homes[rule_id]
    ]
    assert wrong == []


def test_every_refusal_of_the_rules_is_in_the_register() -> None:
    named = {name for rule in rules().values() for name in enforcers(rule)}
    missing = []
    for module, file in sources():
        area, *layers = module.split(".")[1:] or [""]
        if not module.startswith("rekruttering.") or layers[:1] != ["rules"]:
            continue
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and re.fullmatch(r"[a-z].*_hindre", node.name):
                missing.append(f"{'.'.join([area, *layers])}:{node.name}")
    assert sorted(set(missing) - named) == []


# --- ordliste.md -------------------------------------------------------------------------------


@cache
def terms() -> tuple[tuple[str, str, str], ...]:
    """Term, spelling in code and plural of every row of the glossary."""
    text = ORDLISTE.read_text(encoding="utf-8").partition("\n## States")[0]
    rows = [line.split(" | ") for line in text.splitlines() if line.startswith("| ")]
    found = [(row[0].removeprefix("| "), row[1], row[2]) for row in rows]
    return tuple(row for row in found if row[0] != "Term")


def words() -> frozenset[str]:
    """Every word of the glossary, as it is spelled in code and small."""
    found = set()
    for row in terms():
        for cell in row:
            plain = cell.translate(TO_ASCII).replace("`", "")
            found |= {part.lower() for part in re.split(r"[^A-Za-z]+", plain)}
            found.add(plain.lower())
    return frozenset(word for word in found if len(word) > 2)


@cache
def compound() -> re.Pattern[str]:
    """One or more words of the glossary, joined as Norwegian joins them."""
    longest_first = sorted(words(), key=len, reverse=True)
    return re.compile(rf"(?:(?:{'|'.join(map(re.escape, longest_first))})[se]?)+")


def is_built_of_words(name: str) -> bool:
    return compound().fullmatch(name.replace("_", "").lower()) is not None


def areas() -> set[str]:
    folders = {file.parent.name for file in APPLICATION.glob("*/__init__.py")}
    return folders - {"migrations"}


def tables() -> dict[str, set[str]]:
    """The tables of each area, by the name of their class."""
    found: dict[str, set[str]] = {area: set() for area in areas()}
    for mapper in Base.registry.mappers:
        found[mapper.class_.__module__.split(".")[1]].add(mapper.class_.__name__)
    return found


def class_names(file: Path) -> list[str]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return [node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]


def domain_classes() -> Iterator[str]:
    """The classes of rules, events and the faces of the optimiser, without technical words."""
    faces = {f"matching.tildeling.{name}" for name in ("problem", "forslag", "rules")}
    for module, file in sources():
        layers = module.split(".")[2:]
        for name in class_names(file):
            if layers[:1] == ["events"]:
                yield "".join(CAMEL.findall(name)[:-1])  # SoknadTrukket: the verb is last
            elif layers[:1] == ["rules"] or module in faces:
                yield name


def test_tables_and_folders_are_built_of_the_words_of_the_glossary() -> None:
    names = areas() | set[str]().union(*tables().values())
    assert sorted(name for name in names if not is_built_of_words(name)) == []


def test_domain_classes_are_built_of_the_words_of_the_glossary() -> None:
    wrong = []
    for name in domain_classes():
        noun = name
        for technical in TECHNICAL:
            noun = noun.removesuffix(technical)
        if noun and not is_built_of_words(noun):
            wrong.append(name)
    assert sorted(wrong) == []


def test_classes_that_the_glossary_names_exist() -> None:
    named = {span for row in terms() for span in SPAN.findall(row[1]) if span[0].isupper()}
    existing = {name for _, file in sources() for name in class_names(file)}
    assert sorted(named - existing) == []


def test_no_term_stands_twice() -> None:
    names = [row[0] for row in terms()]
    assert sorted({name for name in names if names.count(name) > 1}) == []


def test_the_states_are_those_of_the_code() -> None:
    section = ORDLISTE.read_text(encoding="utf-8").partition("\n## States")[2]
    rows = [line.split(" | ") for line in section.splitlines() if "Status` |" in line]
    stated = {row[1].strip("`"): SPAN.findall(row[2]) for row in rows}
    assert {name: _values(find(name)) for name in stated} == stated
    known = [
        f"{module.removeprefix('rekruttering.')}:{name}"
        for module, file in sources()
        if module.startswith("rekruttering.") and module.split(".")[2:3] == ["rules"]
        for name in class_names(file)
        if name.endswith("Status")
    ]
    assert sorted(known) == sorted(stated)


def _values(enum: object) -> list[str]:
    assert isinstance(enum, type)
    assert issubclass(enum, StrEnum)
    return [member.value for member in enum]


# --- README.md and ARCHITECTURE.md -------------------------------------------------------------


def area_rows() -> list[tuple[str, set[str]]]:
    """Each area of the table in ARCHITECTURE.md with the tables that it names."""
    text = ARCHITECTURE.read_text(encoding="utf-8")
    section = text.partition("\n## Areas")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| `(\w+)` \| ([^|]*) \|", section, re.MULTILINE)
    return [(area, set(re.findall(r"\w+", named))) for area, named in rows]


def test_the_table_of_areas_names_the_areas_and_their_tables() -> None:
    assert dict(area_rows()) == tables()


def test_the_areas_stand_in_the_order_that_imports_may_follow() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    (layers,) = (each["layers"] for each in contracts if each.get("containers") == ["rekruttering"])
    assert [area for area, _ in area_rows()] == layers[::-1]


def test_links_lead_to_files_and_rules_that_exist() -> None:
    documents = (*FRONT, *sorted((ROOT / "docs").rglob("*.md")))
    wrong = []
    for document in documents:
        for target, anchor in LINK.findall(document.read_text(encoding="utf-8")):
            if target.startswith(("http:", "https:", "mailto:")):
                continue
            file = document.parent / target if target else document
            missing = file == REGLER and anchor and anchor not in rules()
            if missing or not file.exists():
                wrong.append(f"{document.relative_to(ROOT)}: {target}#{anchor}")
    assert wrong == []


def test_paths_that_the_front_documents_name_exist() -> None:
    wrong = []
    for document in FRONT:
        prose = FENCE.sub("", document.read_text(encoding="utf-8"))
        for span in SPAN.findall(prose):
            if PATH.match(span) and not span.startswith(MADE_LATER):
                here = (ROOT / span, APPLICATION / span)
                if not any(path.exists() for path in here):
                    wrong.append(f"{document.name}: {span}")
    assert wrong == []


def test_files_that_documents_name_exist() -> None:
    code = [
        path.relative_to(ROOT).as_posix()
        for folder in ("rekruttering", "matching", "bench", "tests", "tools")
        for path in (ROOT / folder).rglob("*.py")
    ]
    missing = [
        f"{document.name}: {span}"
        for document in (*FRONT, *sorted((ROOT / "docs").glob("*.md")))
        for span in SPAN.findall(document.read_text(encoding="utf-8"))
        if re.fullmatch(r"[\w/]+\.py", span)
        and not span.startswith(MADE_LATER)
        and not any(f"/{path}".endswith(f"/{span}") for path in code)
    ]
    assert missing == []
