using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Zhkh.Web.Journal;

namespace Zhkh.Web.Tests.Outages;

/// <summary>The journal on the screen and as a file; the file is read by Python, which shares no code with us.</summary>
public sealed class JournalApiTests(TestHost host) : IClassFixture<TestHost>
{
    private const string Reader = """
        import json, re, sys, zipfile
        import xml.etree.ElementTree as tree
        main = '{http://schemas.openxmlformats.org/spreadsheetml/2006/main}'
        book = zipfile.ZipFile(sys.argv[1])
        assert book.testzip() is None
        names = [s.get('name') for s in tree.fromstring(book.read('xl/workbook.xml')).iter(main + 'sheet')]
        for part in book.namelist():
            tree.fromstring(book.read(part))
        rows, formulas = [], 0
        for number in range(1, len(names) + 1):
            for row in tree.fromstring(book.read(f'xl/worksheets/sheet{number}.xml')).iter(main + 'row'):
                cells = {}
                for cell in row.iter(main + 'c'):
                    formulas += len(list(cell.iter(main + 'f')))
                    column = re.match('[A-Z]+', cell.get('r')).group()
                    text = ''.join(t.text or '' for t in cell.iter(main + 't'))
                    value = cell.find(main + 'v')
                    cells[column] = text if value is None else float(value.text)
                rows.append(cells)
        print(json.dumps({'sheets': names, 'formulas': formulas, 'rows': rows}))
        """;

    [Fact]
    public async Task What_a_caller_said_is_never_a_formula_and_headings_speak_the_readers_language()
    {
        using var person = await host.SignInAsync("dispatcher");
        string[] evil = ["=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(1)", "\t=1", "a\u0001<b>&\"c\" \ud83d\ude00"];
        foreach (var text in evil)
        {
            await person.ActAsync("/api/tickets", new { text, person = text, phone = "+79370000118" });
        }

        var file = await SheetAsync(person, "");
        Assert.Equal(0, file.GetProperty("formulas").GetInt32());
        Assert.Equal("Журнал заявок", file.GetProperty("sheets")[0].GetString());
        var rows = file.GetProperty("rows").EnumerateArray().ToList();
        Assert.Equal("№", rows[0].GetProperty("A").GetString());
        var texts = rows.Skip(1).Where(r => r.TryGetProperty("L", out _))
            .Select(r => r.GetProperty("L").GetString()!).ToList();
        Assert.DoesNotContain(texts, t => t[0] is '=' or '+' or '-' or '@' or '\t');
        Assert.Contains("'=cmd|' /C calc'!A0", texts);
        Assert.Contains("a\ufffd<b>&\"c\" \ud83d\ude00", texts);
        Assert.Contains(rows.Skip(1), r => r.GetProperty("D").GetString() == "+79370000118");
        Assert.All(rows.Skip(1), r => Assert.InRange(r.GetProperty("B").GetDouble(), 45_000, 80_000));

        await host.ExecuteAsync("update web.operators set language = 'uk' where login = 'clerk'");
        using var reader = await host.SignInAsync("clerk");
        var ukrainian = await SheetAsync(reader, "");
        Assert.Equal("Заявник", ukrainian.GetProperty("rows")[0].GetProperty("E").GetString());
    }

    [Fact]
    public async Task Pages_of_many_rows_are_all_in_the_file_in_order_and_each_once()
    {
        await host.ExecuteAsync("""
            insert into dispatch.tickets (id, organisation, number, status, opened_at, opened_by, text, category, priority)
            select ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'privolsk', 500000 + n, 'new',
                timestamptz '2020-06-01 09:00+00' + n * interval '1 second', 'import', 'строка ' || n, 'other', 'normal'
            from generate_series(1, 2500) n
            """);
        using var person = await host.SignInAsync("supervisor");
        var file = await SheetAsync(person, "?from=2020-06-01&to=2020-06-01&organisation=privolsk");
        var numbers = file.GetProperty("rows").EnumerateArray().Skip(1)
            .Select(r => (int)r.GetProperty("A").GetDouble()).ToList();
        Assert.Equal(Enumerable.Range(500_001, 2_500).Reverse(), numbers);
        var page = await person.JsonAsync("/api/journal?from=2020-06-01&to=2020-06-01&limit=200");
        Assert.Equal(200, page.GetProperty("items").GetArrayLength());
        var next = await person.JsonAsync(
            $"/api/journal?from=2020-06-01&to=2020-06-01&limit=200&after={page.GetProperty("next").GetString()}");
        Assert.Equal(502_300, next.GetProperty("items")[0].GetProperty("number").GetInt32());
        Assert.True(await host.ScalarAsync<long>(
            "select count(*) from web.audit where subject = 'journal' and detail = 'file'") > 0);
    }

    [Fact]
    public async Task House_period_and_term_choose_and_nonsense_is_refused()
    {
        using var person = await host.SignInAsync("dispatcher");
        var opened = await person.ActAsync("/api/tickets", new { text = "нет света", accountNumber = "4406030" });
        var house = await host.HouseOfAsync("4406030");
        var rows = (await person.JsonAsync($"/api/journal?houseId={house}&term=due&status=new"))
            .GetProperty("items").EnumerateArray().ToList();
        Assert.Contains(rows, r => r.GetProperty("id").GetString() == opened.GetProperty("id").GetString());
        Assert.All(rows, r => Assert.Equal("due", r.GetProperty("term").GetString()));
        Assert.Empty((await person.JsonAsync($"/api/journal?houseId={house}&to=2019-01-01"))
            .GetProperty("items").EnumerateArray());
        foreach (var (query, status) in new[]
        {
            ("from=вчера", HttpStatusCode.BadRequest), ("from=2026-02-02&to=2026-01-01", HttpStatusCode.BadRequest),
            ($"houseId={Guid.NewGuid()}", HttpStatusCode.NotFound), ("term=soon", HttpStatusCode.BadRequest),
            ("limit=0", HttpStatusCode.BadRequest),
        })
        {
            using var answer = await person.GetAsync($"/api/journal?{query}");
            Assert.Equal(status, answer.StatusCode);
        }
    }

    [Fact]
    public async Task A_hundred_thousand_rows_take_the_memory_of_a_thousand()
    {
        var most = 0;
        using var sheet = new SheetWriter("x", [("a", 9), ("b", 40)]);
        for (var i = 1; i <= 100_000; i++)
        {
            sheet.Add([SheetCell.Of(i), SheetCell.Of($"строка {i} {Guid.NewGuid()}")]);
            if (i % 1_000 == 0)
            {
                most = Math.Max(most, sheet.Pending.Count);
                await sheet.Pending.CarryToAsync(Stream.Null, CancellationToken.None);
            }
        }

        sheet.Complete();
        Assert.InRange(most, 10_000, 400_000);
    }

    [Theory]
    [InlineData("=1", "'=1")]
    [InlineData("+79370000118", "+79370000118")]
    [InlineData("+7937000011800000000", "'+7937000011800000000")]
    [InlineData("-", "'-")]
    [InlineData("кв. 5", "кв. 5")]
    [InlineData("", "")]
    public void A_text_stays_a_text(string said, string written) => Assert.Equal(written, SheetWriter.Neutral(said));

    [Fact]
    public void Every_heading_and_word_is_there_in_every_language()
    {
        var keys = SheetTexts.In("ru").Keys.Order().ToList();
        Assert.All(new[] { "uk", "en" }, language => Assert.Equal(keys, SheetTexts.In(language).Keys.Order()));
    }

    private static async Task<JsonElement> SheetAsync(ApiClient person, string query)
    {
        using var answer = await person.GetAsync($"/api/journal.xlsx{query}");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(JournalSheet.ContentType, answer.Content.Headers.ContentType?.MediaType);
        var folder = Directory.CreateTempSubdirectory("zhkh-journal");
        try
        {
            var (file, script) = (Path.Combine(folder.FullName, "j.xlsx"), Path.Combine(folder.FullName, "read.py"));
            await File.WriteAllBytesAsync(file, await answer.Content.ReadAsByteArrayAsync());
            await File.WriteAllTextAsync(script, Reader);
            using var python = Process.Start(new ProcessStartInfo("python3", [script, file])
            {
                RedirectStandardOutput = true, RedirectStandardError = true,
            }) ?? throw new InvalidOperationException("python3 does not start");
            var (read, faults) = (python.StandardOutput.ReadToEndAsync(), python.StandardError.ReadToEndAsync());
            await python.WaitForExitAsync();
            Assert.True(python.ExitCode == 0, await faults);
            return JsonDocument.Parse(await read).RootElement.Clone();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
