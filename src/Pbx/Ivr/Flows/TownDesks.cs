using System.Data.Common;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Zhkh.Pbx.Calls;

namespace Zhkh.Pbx.Ivr;

/// <summary>
/// The desks with a deadline: a flow asks, and gets an answer or silence, never a fault and never a wait. The deadline
/// holds for a desk that ignores its token, too.
/// </summary>
internal sealed class TownDesks(
    ISubscriberDesk subscribers, IMeterDesk meters, IOutageDesk outages, TimeProvider time, ILogger log)
{
    public Task<DeskReply<IReadOnlyList<Subscriber>>> ByPhoneAsync(ICall call, string phone, TimeSpan within) =>
        AskAsync(call, "Subscriber desk", within, cancel => subscribers.ByPhoneAsync(phone, cancel));

    /// <summary>The value is null when there is no such account.</summary>
    public Task<DeskReply<Subscriber?>> ByAccountAsync(ICall call, string account, TimeSpan within) =>
        AskAsync(call, "Subscriber desk", within, cancel => subscribers.ByAccountAsync(account, cancel));

    /// <summary>The value is null when nobody knows the house.</summary>
    public Task<DeskReply<Guid?>> HouseAsync(ICall call, string account, TimeSpan within) =>
        AskAsync(call, "Subscriber desk", within, cancel => subscribers.HouseAsync(account, cancel));

    public Task<DeskReply<IReadOnlyList<MeterOnPhone>>> MetersAsync(ICall call, string account, TimeSpan within) =>
        AskAsync(call, "Meter desk", within, cancel => meters.MetersAsync(account, cancel));

    public Task<DeskReply<ReadingVerdict>> JudgeAsync(ICall call, Guid meter, decimal value, TimeSpan within) =>
        AskAsync(call, "Meter desk", within, cancel => meters.JudgeAsync(meter, value, cancel));

    /// <summary>
    /// Stores under the key of call and meter. A silent desk is asked once more: the key keeps it to one row.
    /// </summary>
    public async Task<DeskReply<ReadingReceipt>> StoreAsync(ICall call, Guid meter, decimal value, TimeSpan within)
    {
        var key = $"{call.Id:N}:{meter:N}";
        Task<DeskReply<ReadingReceipt>> Store() => AskAsync(
            call, "Meter desk", within, cancel => meters.StoreAsync(meter, value, key, call.Id, cancel));

        var reply = await Store();
        return reply.Answered ? reply : await Store();
    }

    /// <summary>A silent outage desk is no outage: the caller is not kept from the balance by it.</summary>
    public async Task<IReadOnlyList<OutageOnPhone>> OutagesAsync(ICall call, string account, TimeSpan within)
    {
        var reply = await AskAsync(call, "Outage desk", within, cancel => outages.AtAccountAsync(account, cancel));
        return reply.Value ?? [];
    }

    /// <summary>False when the desk was silent twice: the wish may be lost. A repeated one changes nothing.</summary>
    public async Task<bool> WishCallAsync(ICall call, OutageWish wish, TimeSpan within)
    {
        Task<DeskReply<bool>> Wish() => AskAsync(call, "Outage desk", within, async cancel =>
        {
            await outages.WishCallAsync(wish, cancel);
            return true;
        });

        return (await Wish()).Answered || (await Wish()).Answered;
    }

    private async Task<DeskReply<T>> AskAsync<T>(
        ICall call, string desk, TimeSpan within, Func<CancellationToken, Task<T>> question)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(call.HangUp);
        try
        {
            return DeskReply<T>.Of(await question(patience.Token).WaitAsync(within, time, call.HangUp));
        }
        // Somebody listens at this moment: whatever breaks behind a desk, they are told and brought to a person.
        catch (Exception fault) when (!call.HangUp.IsCancellationRequested)
        {
            if (IsAway(fault))
            {
                log.DeskSilent(desk, call.Id, fault.GetType().Name);
            }
            else
            {
                log.DeskBroken(fault, desk, call.Id);
            }

            return DeskReply<T>.Silent;
        }
        finally
        {
            await patience.CancelAsync();
        }
    }

    /// <summary>How a database or a service behind a desk is away; anything else is a fault of ours.</summary>
    private static bool IsAway(Exception fault) =>
        fault is TimeoutException or OperationCanceledException or DbException or IOException or SocketException;
}
