-- mistake: sum-distinct
-- lesson: DISTINCT removes the multiplied rows, but also amounts that are equal by chance.
SELECT o.{{area}},
       coalesce(sum(DISTINCT i.{{qty}} * i.{{price}}), 0) AS {{out1}},
       coalesce(sum(DISTINCT p.{{amount}}), 0) AS {{out2}}
FROM {{orders}} o
LEFT JOIN {{items}} i ON i.{{oid}} = o.{{oid}}
{{paid_join}} {{payments}} p ON p.{{oid}} = o.{{oid}}
GROUP BY o.{{area}}
