"""The same jobs on a Dask cluster: one that is started here, or one that runs somewhere else.

The parent plans, hands out jobs, remembers and reports as it does with workers of its own
(`client.engine` makes one more `protocol.Engine`). What is settled here:

Files. Every worker sees the desk's folder, at the same path, and puts outputs into the store
itself. A token in `.desk/work` tells: a worker that cannot read it is an error.

Limits. A Dask worker has threads and a memory of its own, so nothing is built in it: it keeps
workers of the `pool` for its threads, under all limits of the settings. A document that kills its
worker kills nothing else.

Versions. Code, tools, zlib and fonts of every such process are held against the parent's before it
gets its first task; one that differs would make other bytes, and is an error.

Losses. A Dask worker that is lost costs its task another run, by Dask itself; a task that took
several with it is given up alone. Without scheduler or workers the batch ends with an error,
and what is finished stays. Where the parent is killed, queued tasks are forgotten with it; one
at work may still put its outputs there, which then stand or are stale like
any others.

Pace. A window of tasks is in flight, two for each thread; the others wait in the parent, heaviest
first. Results are let go as they come.

Danger. Dask runs code and reads pickles from whoever can reach its ports. A cluster started
here is on the loopback interface under TLS, with keys that live as long as the build; one that
is named is trusted, see SECURITY.md.
"""
