-- name: join, group, join again, group again
-- note: Back to one row per {{oid}} after each join; useful when the steps are separate models anyway.
WITH with_items AS (
  SELECT o.{{oid}}, o.{{area}}, sum(i.{{qty}} * i.{{price}}) AS billed
  FROM {{orders}} o
  LEFT JOIN {{items}} i ON i.{{oid}} = o.{{oid}}
  GROUP BY o.{{oid}}, o.{{area}}
), with_both AS (
  SELECT w.{{oid}}, w.{{area}}, w.billed, sum(p.{{amount}}) AS paid
  FROM with_items w
  {{paid_join}} {{payments}} p ON p.{{oid}} = w.{{oid}}
  GROUP BY w.{{oid}}, w.{{area}}, w.billed
)
SELECT {{area}},
       coalesce(sum(billed), 0) AS {{out1}},
       coalesce(sum(paid), 0) AS {{out2}}
FROM with_both
GROUP BY {{area}}
