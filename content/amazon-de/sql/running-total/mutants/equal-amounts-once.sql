-- mistake: sum-distinct
-- lesson: sum(DISTINCT ...) adds two equal values of {{money}} once, so the sum falls behind at the second.
SELECT e.{{key}}, e.{{id}}, sum(DISTINCT b.{{money}}) AS running_{{total}}
FROM {{table}} e
JOIN {{table}} b ON {{in_group}} AND {{up_to}}
GROUP BY e.{{key}}, e.{{id}};
