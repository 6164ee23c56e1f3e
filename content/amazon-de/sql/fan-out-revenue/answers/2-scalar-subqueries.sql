-- name: one scalar subquery for each side
-- note: Nothing is joined, so nothing can multiply; reads well while there are only two or three sums.
SELECT {{area}},
       coalesce(sum(billed), 0) AS {{out1}},
       coalesce(sum(paid), 0) AS {{out2}}
FROM (
  SELECT o.{{area}},
         (SELECT sum(i.{{qty}} * i.{{price}}) FROM {{items}} i WHERE i.{{oid}} = o.{{oid}}) AS billed,
         (SELECT sum(p.{{amount}}) FROM {{payments}} p WHERE p.{{oid}} = o.{{oid}}) AS paid
  FROM {{orders}} o
) per_row
{{paid_only}}
GROUP BY {{area}}
