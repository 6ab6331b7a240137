using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Zhkh.Billing;
using Zhkh.Web.Audit;
using Zhkh.Web.Hosting;

namespace Zhkh.Web.Api;

/// <summary>GET /api/registers/{id}/errors.csv: the rows that are no payments, to be sent back to the bank.</summary>
internal static class RegisterErrorsCsv
{
    private const int PageRows = 2_000;
    private static readonly RegisterRowState[] Listed =
        [RegisterRowState.Bad, RegisterRowState.Unidentified, RegisterRowState.Repeated];

    public static async Task<Results<FileStreamHttpResult, ProblemHttpResult>> GetAsync(
        HttpContext context, Guid id, RegisterBoard board, AuditTrail audit, DataFolder data, CancellationToken cancel)
    {
        if (await board.GetAsync(id, cancel) is not { } register)
        {
            return Problems.Of(context, Problem.NotFound);
        }

        await audit.WriteAsync(context, AuditAct.Read, register.Organisation, "register", id.ToString(), "errors");
        // By way of a file, because the answer leaves after the unit of work; the system deletes it when it is read.
        var file = new FileStream(Path.Combine(data.Uploads, $"{Guid.CreateVersion7():N}.csv"), FileMode.CreateNew,
            FileAccess.ReadWrite, FileShare.None, 64 * 1024, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        await using (var text = new StreamWriter(file, new UTF8Encoding(true), leaveOpen: true))
        {
            await text.WriteAsync("line;state;reason;operationId;account;payer;address;period;amount\r\n");
            foreach (var state in Listed)
            {
                await WriteAsync(text, id, state, ApiTexts.LanguageOf(context.Request), board, cancel);
            }
        }

        file.Position = 0;
        return TypedResults.Stream(file, "text/csv; charset=utf-8", $"register-{id}-errors.csv");
    }

    private static async Task WriteAsync(
        StreamWriter text, Guid id, RegisterRowState state, string language, RegisterBoard board,
        CancellationToken cancel)
    {
        var after = 0;
        while (await board.RowsAsync(id, state, after, PageRows, cancel) is { Count: > 0 } rows)
        {
            foreach (var row in rows)
            {
                await text.WriteAsync(CsvText.Line(
                    row.Line.ToString(CultureInfo.InvariantCulture), state.ToString(),
                    row.Reason is { } reason ? RegisterTexts.Of(language, reason) : null, row.OperationId,
                    row.AccountNumber, row.Payer, row.Address, row.Period,
                    row.Amount is { } minor ? $"{minor / 100},{Math.Abs(minor % 100):00}" : null));
            }

            after = rows[^1].Line;
        }
    }
}
