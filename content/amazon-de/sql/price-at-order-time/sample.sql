INSERT INTO {{versions}} VALUES
{{version_rows}};

INSERT INTO {{facts}} VALUES
{{fact_rows}};
