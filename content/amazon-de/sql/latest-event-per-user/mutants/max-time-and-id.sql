-- mistake: maxima-mixed
-- lesson: The last time and the {{pick}} {{id}} may stand in different rows; then no {{event}} matches both and the {{key_name}} is lost.
SELECT e.{{key}}, e.{{what}}, e.{{at}}
FROM {{table}} e
JOIN (SELECT {{key}}, max({{at}}) AS {{at}}, {{pick}}({{id}}) AS {{id}}
      FROM {{table}}
      GROUP BY {{key}}) t
  ON t.{{key}} = e.{{key}} AND t.{{at}} {{same}} e.{{at}} AND t.{{id}} = e.{{id}};
