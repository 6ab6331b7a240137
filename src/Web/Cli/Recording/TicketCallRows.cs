using Npgsql;
using Zhkh.Pbx.Recording;

namespace Zhkh.Web.Cli;

/// <summary>The calls of a ticket, asked without the host.</summary>
internal sealed class TicketCallRows(NpgsqlDataSource database) : ITicketCalls
{
    public async Task<IReadOnlyList<Guid>> OfAsync(Guid ticketId, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            "select call_id from dispatch.ticket_calls where ticket_id = $1 order by call_id");
        command.Parameters.AddWithValue(ticketId);
        var calls = new List<Guid>();
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            calls.Add(reader.GetGuid(0));
        }

        return calls;
    }
}
