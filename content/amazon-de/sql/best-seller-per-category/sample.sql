INSERT INTO {{things}} VALUES
{{thing_rows}};

INSERT INTO {{facts}} VALUES
{{fact_rows}};
