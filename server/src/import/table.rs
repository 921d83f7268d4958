//! Reads tables (CSV and its relatives) row by row.
//!
//! Promises: the separator, title rows above the header and `sep=` are recognised; every row knows its line; whatever
//! is wrong with one row, a quote that is never closed included, changes that row alone.

/// Separators that are tried.
const SEPARATORS: [char; 4] = [';', '\t', ',', '|'];

/// Most lines above the header.
const MOST_PREAMBLE: usize = 30;

/// Most line breaks in a quoted cell.
const MOST_BREAKS: usize = 50;

/// A table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Table {
    /// What stands above the header.
    pub(crate) preamble: String,
    /// The names of the columns.
    pub(crate) header: Vec<String>,
    /// All rows that are not empty.
    pub(crate) rows: Vec<Row>,
}

/// A row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Row {
    /// The line that it begins on, from 1.
    pub(crate) line: usize,
    /// Its cells.
    pub(crate) cells: Vec<String>,
    /// A quote opens in it and is never closed; the row was read to the end of its line.
    pub(crate) open_quote: bool,
}

/// Reads a table whose header is the first row that `is_header` knows. `looks_whole` tells whether cells could be a row
/// of a table with that header. Without a header: the columns of the first row, for the message.
pub(crate) fn read(
    text: &str,
    is_header: impl Fn(&[String]) -> bool,
    looks_whole: impl Fn(&[String], &[String]) -> bool,
) -> Result<Table, Vec<String>> {
    let lines: Vec<&str> = text.lines().collect();
    let said = lines.first().and_then(|line| line.trim().strip_prefix("sep=")?.chars().next());
    let candidates: Vec<char> = said.map_or_else(|| SEPARATORS.to_vec(), |sign| vec![sign]);
    let first = usize::from(said.is_some());
    let header_by = |separator: char| {
        let near = lines.iter().enumerate().skip(first).take(MOST_PREAMBLE);
        let mut rows = near.map(|(at, line)| (at, cells(line, separator).cells));
        rows.find(|(_, cells)| is_header(cells)).map(|(at, cells)| (separator, at, cells))
    };
    let found = candidates.iter().filter_map(|it| header_by(*it));
    let Some((separator, at, header)) =
        found.max_by_key(|(_, at, cells)| (std::cmp::Reverse(*at), cells.len()))
    else {
        return Err(first_columns(&lines, &candidates, first));
    };
    let rows = rows(&lines, at + 1, separator, |cells| looks_whole(&header, cells));
    Ok(Table { preamble: lines[first..at].join("\n"), header, rows })
}

fn first_columns(lines: &[&str], separators: &[char], first: usize) -> Vec<String> {
    let line = lines.iter().skip(first).find(|line| !line.trim().is_empty()).copied().unwrap_or_default();
    let split = separators.iter().map(|it| cells(line, *it).cells);
    split.max_by_key(Vec::len).unwrap_or_default().into_iter().filter(|cell| !cell.is_empty()).collect()
}

fn rows(lines: &[&str], from: usize, separator: char, looks_whole: impl Fn(&[String]) -> bool) -> Vec<Row> {
    let (mut rows, mut at) = (Vec::new(), from);
    while let Some(line) = lines.get(at) {
        let alone = cells(line, separator);
        let across = if alone.is_whole { None } else { across(lines, at, separator, &looks_whole) };
        let (cells, open_quote, used) = match across {
            Some((cells, used)) => (cells, false, used),
            None => (alone.cells, !alone.is_whole, 1),
        };
        if cells.iter().any(|cell| !cell.is_empty()) {
            rows.push(Row { line: at + 1, cells, open_quote });
        }
        at += used;
    }
    rows
}

/// The cells of a row with line breaks in quotes, and how many lines it takes. A line that is a whole row by itself is
/// never swallowed: then the quote is one that was not closed.
fn across(
    lines: &[&str],
    at: usize,
    separator: char,
    looks_whole: &impl Fn(&[String]) -> bool,
) -> Option<(Vec<String>, usize)> {
    let mut joined = (*lines.get(at)?).to_owned();
    for (count, line) in lines.iter().enumerate().skip(at + 1).take(MOST_BREAKS) {
        let alone = cells(line, separator);
        // With an odd number of quotes it is the end of a cell that began above.
        let is_balanced = line.matches('"').count() % 2 == 0;
        if alone.is_whole && is_balanced && looks_whole(&alone.cells) {
            return None;
        }
        joined.push('\n');
        joined.push_str(line);
        let read = cells(&joined, separator);
        if read.is_whole {
            return looks_whole(&read.cells).then_some((read.cells, count - at + 1));
        }
        if read.is_broken {
            return None;
        }
    }
    None
}

#[derive(Debug)]
struct Split {
    cells: Vec<String>,
    /// Every quote that opens is closed.
    is_whole: bool,
    /// A quote closes in the middle of a cell: more lines will not mend that.
    is_broken: bool,
}

/// Splits a row. A cell whose quote is never closed, or closes in its middle, is taken as it stands.
fn cells(text: &str, separator: char) -> Split {
    let mut found = Split { cells: Vec::new(), is_whole: true, is_broken: false };
    let mut rest = Some(text);
    while let Some(text) = rest {
        let start = text.trim_start_matches([' ', '\u{a0}']);
        let quoted = start.strip_prefix('"').map(|inner| quoted(inner, separator));
        let (cell, after) = match quoted {
            Some(Quoted::Closed(cell, after)) => (cell, after),
            other => {
                found.is_whole &= other.is_none();
                found.is_broken |= matches!(other, Some(Quoted::Broken));
                let (cell, after) = plain(text, separator);
                (cell.trim_matches('"').to_owned(), after)
            }
        };
        found.cells.push(cell.trim().to_owned());
        rest = after;
    }
    found
}

fn plain(text: &str, separator: char) -> (&str, Option<&str>) {
    text.split_once(separator).map_or((text, None), |(cell, after)| (cell, Some(after)))
}

enum Quoted<'a> {
    Closed(String, Option<&'a str>),
    Open,
    Broken,
}

/// The rest of a quoted cell and what follows it.
fn quoted(text: &str, separator: char) -> Quoted<'_> {
    let (mut cell, mut rest) = (String::new(), text);
    while let Some((before, after)) = rest.split_once('"') {
        cell.push_str(before);
        if let Some(further) = after.strip_prefix('"') {
            cell.push('"');
            rest = further;
            continue;
        }
        let after = after.trim_start_matches([' ', '\r']);
        return match after.strip_prefix(separator) {
            Some(further) => Quoted::Closed(cell, Some(further)),
            None if after.is_empty() => Quoted::Closed(cell, None),
            None => Quoted::Broken,
        };
    }
    Quoted::Open
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn table(text: &str) -> Table {
        let number = |cells: &[String], at: usize| cells.get(at).is_some_and(|it| it.parse::<f64>().is_ok());
        read(
            text,
            |cells| cells.len() > 2 && cells[0] == "id",
            |_, cells| cells.len() == 4 && number(cells, 2),
        )
        .unwrap()
    }

    fn cells_of(text: &str) -> Vec<Vec<String>> {
        table(text).rows.into_iter().map(|row| row.cells).collect()
    }

    #[test]
    fn every_separator_a_sep_line_and_title_rows_are_recognised() {
        for separator in [";", ",", "\t", "|"] {
            let text = "id;note;n;e\n1;a;2;3\n".replace(';', separator);
            assert_eq!(cells_of(&text), [["1", "a", "2", "3"]], "{separator}");
        }
        assert_eq!(cells_of("sep=;\r\nid;note;n;e\r\n1;a, b;2;3\r\n"), [["1", "a, b", "2", "3"]]);
        let titled = table("Stolpar, alla\nUttag 2026;;\n\nid;note;n;e\n1;a;2;3");
        assert_eq!((titled.rows[0].line, titled.preamble.lines().count()), (5, 2));
    }

    #[test]
    fn quotes_hold_separators_quotes_and_line_breaks() {
        let text = "id;note;n;e\n1;\"a;b \"\"c\"\"\nd\ne;x;7;8\";2;3\n4;12\" rör;5;6\n";
        assert_eq!(cells_of(text), [["1", "a;b \"c\"\nd\ne;x;7;8", "2", "3"], ["4", "12\" rör", "5", "6"]]);
    }

    #[test]
    fn a_cell_may_end_on_a_line_that_looks_like_a_row() {
        let text = "id;note;n;e\n1;\"broken\nsince 2019; replace\";2;3\n";
        assert_eq!(cells_of(text), [["1", "broken\nsince 2019; replace", "2", "3"]]);
    }

    #[test]
    fn a_quote_that_is_never_closed_takes_its_own_row_alone() {
        for quoted_after in [false, true] {
            let mut text = "id;note;n;e\n".to_owned();
            for row in 0..3_000 {
                let note = if row == 10 {
                    "\"två"
                } else if quoted_after {
                    "\"ok\""
                } else {
                    "ok"
                };
                text += &[&row.to_string(), note, "2", "3\n"].join(";");
            }
            let rows = table(&text).rows;
            assert_eq!(rows.len(), 3_000);
            let open: Vec<usize> = rows.iter().filter(|row| row.open_quote).map(|row| row.line).collect();
            assert_eq!(open, [12]);
        }
    }

    proptest! {
        #[test]
        fn damage_to_one_row_changes_that_row_alone(
            notes in prop::collection::vec("[a-z]{0,3}|[a-z]{1,2}[;\"\n][a-z]{1,2}", 2..12),
            damaged in any::<prop::sample::Index>(),
            place in any::<prop::sample::Index>(),
            damage in "[\";,x\t ]{1,3}",
        ) {
            let quoted = |note: &String| {
                if note.contains([';', '"', '\n']) { format!("\"{}\"", note.replace('"', "\"\"")) } else { note.clone() }
            };
            let mut rows: Vec<String> =
                notes.iter().enumerate().map(|(id, note)| format!("{id};{};2;3", quoted(note))).collect();
            let damaged = damaged.index(rows.len());
            let row = &mut rows[damaged];
            // A cut within a quoted line break makes two lines of it; the damage is on one line.
            prop_assume!(!row.contains('\n'));
            let place = place.index(row.len() + 1);
            row.insert_str(place, &damage);
            let found = cells_of(&("id;note;n;e\n".to_owned() + &rows.join("\n")));
            for (id, note) in notes.iter().enumerate().filter(|(id, _)| *id != damaged) {
                let expected = [id.to_string(), note.clone(), "2".to_owned(), "3".to_owned()];
                prop_assert!(found.iter().any(|cells| *cells == expected), "{id} of {found:?}");
            }
        }
    }
}
