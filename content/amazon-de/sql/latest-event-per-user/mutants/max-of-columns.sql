-- mistake: max-of-each-column
-- lesson: max() of each column joins the last time with the {{what}} that is last in the alphabet, from another {{event}}.
SELECT {{key}}, max({{what}}) AS {{what}}, max({{at}}) AS {{at}}
FROM {{table}}
GROUP BY {{key}};
