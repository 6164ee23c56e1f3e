INSERT INTO {{jobs}}
SELECT i, 'group ' || (i % 7)
FROM range(1, 81) r(i);

INSERT INTO {{needs}}
SELECT 1 + CAST(i // 5 AS INTEGER),
       '{{skill}} ' || ((i // 5 * 7 + i % 5 * 11) % 40),
       2 + CAST(hash(i) % 3 AS INTEGER)
FROM range(375) r(i)
WHERE i % 5 < 2 + hash(i // 5, 1) % 3;

INSERT INTO {{tests}}
SELECT i,
       1 + CAST(hash(i) % 10000 AS INTEGER),
       '{{skill}} ' || CAST(floor(power(hash(i, 1) % 1000 / 1000.0, 1.5) * 45) AS INTEGER),
       1 + CAST(hash(i, 2) % {{top}} AS INTEGER)
FROM range(1000000) r(i);
