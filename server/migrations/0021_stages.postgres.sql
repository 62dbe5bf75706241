-- What the record tells of the time that things stood in each status.
INSERT INTO stage (thing, seq, status, since, until)
SELECT subject_id, seq, status, at, LEAD(at) OVER (PARTITION BY subject_id ORDER BY seq)
FROM (
    SELECT subject_id, seq, at, status, LAG(status) OVER (PARTITION BY subject_id ORDER BY seq) AS before
    FROM (SELECT subject_id, seq, at, CAST(state AS JSON) ->> 'status' AS status FROM event WHERE state <> 'null') AS states
    WHERE status IS NOT NULL
) AS changes
WHERE before IS NULL OR before <> status;
