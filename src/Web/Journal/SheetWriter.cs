using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Zhkh.Web.Journal;

/// <summary>
/// Writes an .xlsx (ECMA-376) row by row and keeps none: what is compressed waits in <see cref="Pending"/> until it is
/// carried off. The SAX writer of the Open XML SDK needs a file it can seek in and holds a sheet in memory; the part of
/// the format that a table needs is small. Texts are texts, never formulas (RELIABILITY W12).
/// </summary>
internal sealed class SheetWriter : IDisposable
{
    /// <summary>A sheet holds 1,048,576 rows; the next million goes on another.</summary>
    public const int RowsPerSheetMax = 1_000_000;

    private const int CellCharsMax = 32_767;
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string PackageRelations = "http://schemas.openxmlformats.org/package/2006/relationships";
    private const string ContentTypes = "http://schemas.openxmlformats.org/package/2006/content-types";
    private const string Declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

    private readonly string _name;
    private readonly IReadOnlyList<(string Heading, int Width)> _columns;
    private readonly ZipArchive _archive;
    private readonly StringBuilder _row = new();
    private StreamWriter? _sheet;
    private int _sheets;
    private int _rows;

    /// <param name="name">Of the sheet.</param>
    /// <param name="columns">Headings and widths in characters.</param>
    public SheetWriter(string name, IReadOnlyList<(string Heading, int Width)> columns)
    {
        _name = name;
        _columns = columns;
        _archive = new ZipArchive(Pending, ZipArchiveMode.Create, leaveOpen: true);
        BeginSheet();
    }

    /// <summary>Bytes of the file that wait to be carried off.</summary>
    public PendingBytes Pending { get; } = new();

    public void Add(IReadOnlyList<SheetCell> cells)
    {
        if (_rows > RowsPerSheetMax)
        {
            EndSheet();
            BeginSheet();
        }

        Write(cells, headings: false);
    }

    /// <summary>Writes what stands at the end of the file; nothing can be added after it.</summary>
    public void Complete()
    {
        EndSheet();
        Part("xl/styles.xml", Styles);
        Part("xl/workbook.xml", $"""
            <workbook xmlns="{Main}" xmlns:r="{Relations}"><sheets>{Each(i =>
                $"<sheet name=\"{Escape(i == 1 ? _name : $"{_name} {i}")}\" sheetId=\"{i}\" r:id=\"rId{i}\"/>")
            }</sheets></workbook>
            """);
        Part("xl/_rels/workbook.xml.rels", $"""
            <Relationships xmlns="{PackageRelations}">{Each(i =>
                $"<Relationship Id=\"rId{i}\" Type=\"{Relations}/worksheet\" Target=\"worksheets/sheet{i}.xml\"/>")
            }<Relationship Id="rStyles" Type="{Relations}/styles" Target="styles.xml"/></Relationships>
            """);
        Part("_rels/.rels", $"""
            <Relationships xmlns="{PackageRelations}"><Relationship Id="rId1" Type="{Relations}/officeDocument"
            Target="xl/workbook.xml"/></Relationships>
            """);
        const string Type = "application/vnd.openxmlformats-officedocument.spreadsheetml";
        Part("[Content_Types].xml", $"""
            <Types xmlns="{ContentTypes}"><Default Extension="rels"
            ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml"
            ContentType="application/xml"/><Override PartName="/xl/workbook.xml"
            ContentType="{Type}.sheet.main+xml"/><Override PartName="/xl/styles.xml"
            ContentType="{Type}.styles+xml"/>{Each(i => $"<Override PartName=\"/xl/worksheets/sheet{i}.xml\" "
                + $"ContentType=\"{Type}.worksheet+xml\"/>")}</Types>
            """);
        _archive.Dispose();
    }

    public void Dispose()
    {
        _sheet?.Dispose();
        _archive.Dispose();
    }

    /// <summary>
    /// A text that a spreadsheet could take for a formula is given the apostrophe that marks a text; a telephone
    /// number is a number in any case.
    /// </summary>
    public static string Neutral(string text) =>
        text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n' && !IsPhone(text)
            ? "'" + text : text;

    private static bool IsPhone(string text) =>
        text.Length is > 7 and <= 16 && text[0] == '+' && text.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0;

    private static string Styles => $"""
        <styleSheet xmlns="{Main}"><numFmts count="1"><numFmt numFmtId="164" formatCode="dd\.mm\.yyyy\ hh:mm"/></numFmts>
        <fonts count="2"><font><sz val="10"/><name val="Arial"/></font><font><b/><sz val="10"/><name val="Arial"/></font>
        </fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/>
        </fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>
        <cellXfs count="4"><xf/><xf fontId="1" applyFont="1"/><xf numFmtId="164" applyNumberFormat="1"/>
        <xf quotePrefix="1"/></cellXfs></styleSheet>
        """;

    private void BeginSheet()
    {
        _rows = 0;
        _sheets++;
        var entry = _archive.CreateEntry($"xl/worksheets/sheet{_sheets}.xml", CompressionLevel.Fastest);
        _sheet = new StreamWriter(entry.Open(), new UTF8Encoding(false));
        _sheet.Write(Declaration);
        _sheet.Write($"""
            <worksheet xmlns="{Main}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2"
            activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>
            """);
        foreach (var (i, column) in _columns.Index())
        {
            _sheet.Write($"<col min=\"{i + 1}\" max=\"{i + 1}\" width=\"{column.Width}\" customWidth=\"1\"/>");
        }

        _sheet.Write("</cols><sheetData>");
        Write([.. _columns.Select(c => SheetCell.Of(c.Heading))], headings: true);
    }

    private void EndSheet()
    {
        _sheet?.Write("</sheetData></worksheet>");
        _sheet?.Dispose();
        _sheet = null;
    }

    private void Write(IReadOnlyList<SheetCell> cells, bool headings)
    {
        _rows++;
        _row.Clear().Append(CultureInfo.InvariantCulture, $"<row r=\"{_rows}\">");
        foreach (var (i, cell) in cells.Index())
        {
            Append(cell, $"{ColumnName(i)}{_rows}", headings);
        }

        _row.Append("</row>");
        _sheet?.Write(_row);
    }

    private void Append(SheetCell cell, string place, bool heading)
    {
        switch (cell)
        {
            case { Number: { } number }:
                _row.Append(CultureInfo.InvariantCulture, $"<c r=\"{place}\"><v>{number:R}</v></c>");
                break;
            case { Time: { } time }:
                _row.Append(CultureInfo.InvariantCulture, $"<c r=\"{place}\" s=\"2\"><v>{time.ToOADate():R}</v></c>");
                break;
            case { Text: { Length: > 0 } text }:
                var neutral = Neutral(text);
                var style = heading ? 1 : ReferenceEquals(neutral, text) ? 0 : 3;
                _row.Append(CultureInfo.InvariantCulture,
                    $"<c r=\"{place}\" s=\"{style}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">");
                _row.Append(Escape(neutral.Length > CellCharsMax ? neutral[..CellCharsMax] : neutral));
                _row.Append("</t></is></c>");
                break;
        }
    }

    private void Part(string path, string xml)
    {
        using var part = new StreamWriter(
            _archive.CreateEntry(path, CompressionLevel.Fastest).Open(), new UTF8Encoding(false));
        part.Write(Declaration);
        part.Write(xml);
    }

    private string Each(Func<int, string> part) => string.Concat(Enumerable.Range(1, _sheets).Select(part));

    private static string ColumnName(int index) => index < 26
        ? ((char)('A' + index)).ToString()
        : $"{(char)('A' + (index / 26) - 1)}{(char)('A' + (index % 26))}";

    /// <summary>XML 1.0 knows no control characters but tab and line ends, and no half of a pair.</summary>
    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length + 16);
        foreach (var rune in text.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '<' => escaped.Append("&lt;"),
                '>' => escaped.Append("&gt;"),
                '&' => escaped.Append("&amp;"),
                '"' => escaped.Append("&quot;"),
                '\t' or '\n' or '\r' => escaped.Append((char)rune.Value),
                < ' ' or 0xFFFE or 0xFFFF => escaped.Append('\uFFFD'),
                _ => escaped.Append(rune),
            };
        }

        return escaped.ToString();
    }
}
