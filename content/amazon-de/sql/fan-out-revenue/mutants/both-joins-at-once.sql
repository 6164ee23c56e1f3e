-- mistake: fan-out
-- lesson: Each row of {{items}} meets each row of {{payments}} of the same {{oid}}, so both sums are multiplied.
SELECT o.{{area}},
       coalesce(sum(i.{{qty}} * i.{{price}}), 0) AS {{out1}},
       coalesce(sum(p.{{amount}}), 0) AS {{out2}}
FROM {{orders}} o
LEFT JOIN {{items}} i ON i.{{oid}} = o.{{oid}}
{{paid_join}} {{payments}} p ON p.{{oid}} = o.{{oid}}
GROUP BY o.{{area}}
