using Zhkh.Dispatch;
using Zhkh.Web.Access;
using Zhkh.Web.Storage;

namespace Zhkh.Web.Journal;

/// <summary>
/// The journal as a file, streamed: a page of rows is read in a transaction of its own, written, forgotten. A reader
/// who is slow holds no connection to the database, and the memory is that of one page.
/// </summary>
internal sealed class JournalSheet(
    IServiceScopeFactory scopes, SignedIn person, JournalFilter filter, JournalColumns columns, string fileName)
    : IResult
{
    public const string ContentType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var cancel = httpContext.RequestAborted;
        httpContext.Response.ContentType = ContentType;
        httpContext.Response.Headers.ContentDisposition = $"attachment; filename=\"{fileName}\"";
        using var sheet = new SheetWriter(columns.Texts.Get("sheet"), columns.Headings);
        var page = filter with { Limit = JournalFilter.LimitMax };
        IReadOnlyList<JournalRow> rows;
        do
        {
            rows = await PageAsync(page, cancel);
            foreach (var row in rows)
            {
                sheet.Add(columns.Cells(row));
            }

            await sheet.Pending.CarryToAsync(httpContext.Response.Body, cancel);
            page = page with { After = rows.Count == 0 ? null : rows[^1].Id };
        }
        while (rows.Count == JournalFilter.LimitMax);

        sheet.Complete();
        await sheet.Pending.CarryToAsync(httpContext.Response.Body, cancel);
    }

    private async Task<IReadOnlyList<JournalRow>> PageAsync(JournalFilter page, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var session = scope.ServiceProvider.GetRequiredService<DatabaseSession>();
        await session.BeginAsync(person, cancel);
        var rows = await scope.ServiceProvider.GetRequiredService<JournalReader>().PageAsync(page, cancel);
        await session.CommitAsync(cancel);
        return rows;
    }
}
