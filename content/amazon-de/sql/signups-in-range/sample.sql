INSERT INTO {{periods}} VALUES
{{period_rows}};

INSERT INTO {{facts}} VALUES
{{fact_rows}};
