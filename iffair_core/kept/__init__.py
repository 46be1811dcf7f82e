"""Studies that are kept: saved, read, listed, named, put into a bin, compared, taken in.

A study is a plain folder:

    config.toml         the StudyConfig
    card.json           name, date and the figures that a list shows (``kept.card``)
    study.json          every figure, the digest of the table, how the operating point was chosen
    parameters.parquet  one column a point (and a model of classic reweighing): theta
    weights.parquet     one column a point: our weight of each training row, by source row
    learner.parquet     one column a point: the other learner's probability of each test row
    table.parquet       the source table; a packaged set is named in the config and not copied
    spread.json         figures of other splits, if they were computed (``evidence.spread``)
    comparison/         attempts of other methods, if any were compared (``comparison.store``)
    yardsticks.json     screening lines and reference shares, if any were set (``yardsticks``)
    decisions.json      who chose what and why (``kept.decisions``)

Whatever is written is published where studies are kept elsewhere (``kept.mirror``).
"""
