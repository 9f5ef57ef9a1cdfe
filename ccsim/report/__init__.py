"""What is shown of results: tables behind the figures, pictures, workbooks."""
