-- mistake: equal-timestamps
-- lesson: The join on the last time keeps every {{event}} at that moment, so a {{key_name}} with two of them comes back twice.
SELECT e.{{key}}, e.{{what}}, e.{{at}}
FROM {{table}} e
JOIN (SELECT {{key}}, max({{at}}) AS {{at}}
      FROM {{table}}
      GROUP BY {{key}}) t
  ON t.{{key}} = e.{{key}} AND t.{{at}} {{same}} e.{{at}};
