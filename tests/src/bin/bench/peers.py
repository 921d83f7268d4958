"""The same questions asked of others' programs: scikit-learn, PySAL and PostGIS, on the points that the bench wrote.

Run by `bench situation` with a directory that holds points.csv (east_m, north_m, lon, lat, label), cells.csv (rows of counts) and
areas.wkt. Prints a line for each question: what, figure, how, parted by tabs. What is not installed is said to be so.
"""

import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(sys.argv[1])


def say(what, found, how):
    print(f"{what}\t{found}\t{how}", flush=True)


def timed(run):
    begun = time.perf_counter()
    result = run()
    return result, 1000 * (time.perf_counter() - begun)


def in_order_of_appearance(labels):
    """Numbers by first appearance; noise stays -1: equal for equal partitions."""
    import numpy as np

    found, first, inverse = np.unique(labels, return_index=True, return_inverse=True)
    order = np.empty(len(found), dtype=int)
    clusters = [at for at in np.argsort(first) if found[at] >= 0]
    order[clusters] = range(len(clusters))
    order[found < 0] = -1
    return order[inverse]


def same(ours, theirs):
    import numpy as np

    differing = int(np.sum(in_order_of_appearance(ours) != in_order_of_appearance(theirs)))
    return "every label as ours" if differing == 0 else f"{differing} labels differ from ours"


def scikit_learn(points):
    from sklearn.cluster import DBSCAN
    import sklearn

    run = lambda: DBSCAN(eps=15, min_samples=2, n_jobs=-1).fit_predict(points[:, :2])
    labels, ms = timed(run)
    say("DBSCAN, 15 m, 2 points: scikit-learn", f"{ms:.0f} ms, {same(points[:, 4], labels)}", f"{sklearn.__version__}, all cores")


def pysal():
    import esda
    import libpysal
    import numpy as np

    cells = np.loadtxt(HERE / "cells.csv", delimiter=",")
    weights, building_ms = timed(lambda: libpysal.weights.lat2W(*cells.shape, rook=False))
    run = lambda: esda.G_Local(cells.ravel(), weights, transform="B", star=True, permutations=0)
    gi, ms = timed(run)
    np.savetxt(HERE / "gi.csv", gi.Zs)
    say("Gi* of the cells: PySAL", f"{ms:.0f} ms, weights {building_ms:.0f} ms, sum of |z| {np.abs(gi.Zs).sum():.6f}", f"esda {esda.__version__}, without permutations")


class Cluster:
    """A PostgreSQL of its own in a directory of its own, asked through a socket; gone afterwards."""

    def __enter__(self):
        programs = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
        initdb = str(programs[-1]) if programs else shutil.which("initdb")
        if initdb is None:
            raise FileNotFoundError("PostgreSQL")
        self.bin = Path(initdb).parent
        self.at = Path(tempfile.mkdtemp())
        self.user = []
        if subprocess.run(["id", "-u"], capture_output=True, text=True).stdout.strip() == "0":
            shutil.chown(self.at, "postgres")
            self.user = ["runuser", "-u", "postgres", "--"]
        self.run("initdb", "-D", self.at / "data", "-U", "bench", "--auth=trust")
        options = f"-k {self.at} -c listen_addresses= -c shared_buffers=1GB -c work_mem=512MB -c fsync=off"
        self.run("pg_ctl", "-D", self.at / "data", "-w", "-o", options, "-l", self.at / "log", "start")
        import psycopg

        self.link = psycopg.connect(host=str(self.at), user="bench", dbname="postgres", autocommit=True)
        return self.link

    def run(self, program, *arguments):
        command = [*self.user, str(self.bin / program), *map(str, arguments)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/")

    def __exit__(self, *_):
        self.link.close()
        self.run("pg_ctl", "-D", self.at / "data", "-m", "immediate", "stop")
        shutil.rmtree(self.at, ignore_errors=True)


def postgis(points):
    import numpy as np

    with Cluster() as link:
        ask = link.cursor()
        ask.execute("create extension postgis")
        version = ask.execute("select postgis_lib_version()").fetchone()[0]
        ask.execute("create table seen (id int, flat geometry, at geometry)")
        ask.execute("create temp table told (id int, e float8, n float8, lon float8, lat float8)")
        with ask.copy("copy told from stdin") as copy:
            for number, row in enumerate(points):
                copy.write_row((number, *map(float, row[:4])))
        ask.execute("insert into seen select id, st_makepoint(e, n), st_makepoint(lon, lat) from told")
        ask.execute("analyze seen")
        ask.execute("create table areas (id int, outline geometry)")
        for number, wkt in enumerate((HERE / "areas.wkt").read_text().splitlines()):
            ask.execute("insert into areas values (%s, st_geomfromtext(%s))", (number, wkt))
        clustering = "select id, coalesce(st_clusterdbscan(flat, 15, 2) over (), -1) from seen"
        _, ms = timed(lambda: ask.execute(f"create temp table clustered (id, label) as {clustering}"))
        ask.execute("select label from clustered order by id")
        labels = np.array([row[0] for row in ask.fetchall()])
        say("DBSCAN, 15 m, 2 points: PostGIS", f"{ms:.0f} ms, {same(points[:, 4], labels)}", f"{version}, ST_ClusterDBSCAN")
        _, indexing_ms = timed(lambda: ask.execute("create index on seen using gist (at)"))
        ask.execute("analyze")
        count = "select count(*) from areas join seen on st_contains(outline, at)"
        ask.execute(count)
        (inside,), ms = timed(lambda: ask.execute(count).fetchone())
        say("points to 300 areas: PostGIS", f"{ms:.0f} ms, index {indexing_ms:.0f} ms, {inside} inside", f"{version}, ST_Contains with GiST, warm")


def main():
    try:
        import numpy as np
    except ImportError:
        say("others' programs", "not found here", "Python packages numpy, scikit-learn, esda, libpysal, psycopg")
        return
    points = np.loadtxt(HERE / "points.csv", delimiter=",")
    for name, ask in [("scikit-learn", lambda: scikit_learn(points)), ("PySAL", pysal), ("PostGIS", lambda: postgis(points))]:
        try:
            ask()
        except (ImportError, FileNotFoundError) as missing:
            say(name, "not found here", str(missing))


main()
