INSERT INTO {{groups}} VALUES
{{group_rows}};

INSERT INTO {{facts}} VALUES
{{fact_rows}};
