# The one list of commands. `just` alone shows it.

default:
    @just --list

# run the demo school
demo *words:
    ./demo {{words}}

# every check, or `just check --quick`
check *words:
    ./check {{words}}

# put right what a tool can put right
fix:
    .venv/bin/ruff format .
    .venv/bin/ruff check --fix .

# some tests
test *words:
    .venv/bin/pytest -q {{words}}

# write the generated documents
docs:
    .venv/bin/python scripts/docs.py

# make the screenshots in docs/pictures from the demo school
pictures:
    .venv/bin/python scripts/pictures.py

# build the style sheet (needs Node)
css:
    sh scripts/build_css.sh

# make the hashed locks again from requirements/*.in
lock:
    .tools/bin/uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 requirements/run.in -o requirements/run.lock
    .tools/bin/uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 -c requirements/run.lock requirements/test.in -o requirements/test.lock
