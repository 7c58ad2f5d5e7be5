"""An oracle written apart: attainment and forecast of made-up companies, worked out a second time by hand."""
