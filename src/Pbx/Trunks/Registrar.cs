using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Microsoft.Extensions.Logging;
using Zhkh.Pbx.Sip;

namespace Zhkh.Pbx.Trunks;

/// <summary>
/// Where phones are (RFC 3261 §10.3, Path of RFC 3327). In memory, with every change handed to the store before the
/// phone hears of it. Safe from any thread.
/// </summary>
public sealed class Registrar : IRegistrar, IRegistrations, IDisposable
{
    /// <summary>Places of one user; the one refreshed longest ago makes room.</summary>
    public const int ContactsMax = 5;

    /// <summary>Users registered at once.</summary>
    public const int UsersMax = 131_072;

    private static readonly TimeSpan SweepEvery = TimeSpan.FromSeconds(30);

    /// <summary>A copy of a REGISTER may come this long after it (64·T1).</summary>
    private static readonly TimeSpan RepeatWithin = TimeSpan.FromSeconds(32);

    private readonly RegistrarOptions _options;
    private readonly IBindingStore? _store;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly ConcurrentDictionary<string, Binding[]> _bindings = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private readonly ITimer _sweeper;

    public Registrar(RegistrarOptions options, IBindingStore? store, TimeProvider time, ILogger<Registrar> log)
    {
        (_options, _store, _time) = (options, store, time);
        _log = new BoundedLogger(log, time);
        _sweeper = time.CreateTimer(_ => Sweep(), null, SweepEvery, SweepEvery);
    }

    public IReadOnlyList<Binding> Find(string user)
    {
        var now = _time.GetUtcNow();
        return _bindings.TryGetValue(user, out var known)
            ? [.. known.Where(b => b.Expires > now).OrderByDescending(b => b.RefreshedAt)]
            : [];
    }

    public IReadOnlyList<string> Users()
    {
        var now = _time.GetUtcNow();
        return [.. _bindings.Where(u => u.Value.Any(b => b.Expires > now)).Select(u => u.Key)
            .Order(StringComparer.Ordinal)];
    }

    /// <summary>
    /// Takes back what was stored; after the stack has bound its sockets, because bindings hold flows.
    /// </summary>
    public void Restore(Func<SipTransport, IPEndPoint, Flow> flowTo)
    {
        if (_store is null)
        {
            return;
        }

        var now = _time.GetUtcNow();
        foreach (var (user, records) in _store.Load())
        {
            _bindings[user] = [.. records.Where(r => r.Expires > now).Take(ContactsMax)
                .Select(r => (Record: r, Flow: FlowOf(r, flowTo))).Where(r => r.Flow is not null)
                .Select(r => new Binding(user, r.Record.Contact, r.Flow ?? throw new InvalidOperationException(),
                    r.Record.Path, r.Record.Expires)
                {
                    CallId = r.Record.CallId, CSeq = r.Record.CSeq, RefreshedAt = now,
                    UserAgent = r.Record.UserAgent ?? "", Since = r.Record.Since ?? now,
                })];
        }
    }

    public RegisterAnswer? Repeat(SipRequest request, Flow flow)
    {
        var user = request.To.Uri.User;
        if (!_bindings.TryGetValue(user, out var known))
        {
            return null;
        }

        var cseq = request.CSeq.Number;
        var since = _time.GetUtcNow() - RepeatWithin;
        foreach (var binding in known)
        {
            if (binding.CSeq == cseq && binding.RefreshedAt > since && binding.Flow.Remote.Equals(flow.Remote)
                && binding.CallId == request.CallId && binding.Branch == request.TopVia.Branch)
            {
                return Listing(known, _time.GetUtcNow());
            }
        }

        return null;
    }

    public RegisterAnswer Register(string user, SipRequest request, Flow flow)
    {
        lock (_gate)
        {
            var now = _time.GetUtcNow();
            var known = Find(user);
            if (!request.Headers.Has(HeaderName.Contact))
            {
                return Listing(known, now);
            }

            if (RegisterWish.TryRead(request, _options, out var wishes) is { } refusal)
            {
                return refusal;
            }

            // Step 7: an older request of the same phone that was overtaken changes nothing.
            if (known.Any(b => b.CallId == request.CallId && b.CSeq >= request.CSeq.Number))
            {
                return RegisterAnswer.Refused(StatusCode.ServerInternalError);
            }

            if (_bindings.Count >= UsersMax && known.Count == 0)
            {
                return RegisterAnswer.Refused(StatusCode.ServiceUnavailable);
            }

            var next = Apply(user, request, flow, known, wishes, now);
            Keep(user, next);
            return Listing(next, now);
        }
    }

    public void Forget(string user)
    {
        lock (_gate)
        {
            if (_bindings.ContainsKey(user))
            {
                Keep(user, []);
            }
        }
    }

    public void Dispose() => _sweeper.Dispose();

    private static List<Binding> Apply(
        string user, SipRequest request, Flow flow, IReadOnlyList<Binding> known, IReadOnlyList<RegisterWish> wishes,
        DateTimeOffset now)
    {
        var next = known.ToList();
        var path = new List<string>();
        foreach (var value in request.Headers.Values(HeaderName.Path))
        {
            path.Add(WireText.Unfold(value.Span));
        }

        var agent = LogText.Of(request.Headers[HeaderName.UserAgent] ?? "");
        foreach (var wish in wishes)
        {
            var since = next.Find(b => b.Contact == wish.Contact)?.Since ?? now;
            next.RemoveAll(b => wish.IsAll || b.Contact == wish.Contact);
            if (wish.Life > TimeSpan.Zero)
            {
                next.Insert(0, new Binding(user, wish.Contact, flow, path, now + wish.Life)
                {
                    CallId = request.CallId, CSeq = request.CSeq.Number, Branch = request.TopVia.Branch ?? "",
                    RefreshedAt = now, UserAgent = agent, Since = since,
                });
            }
        }

        return next.Count > ContactsMax ? next[..ContactsMax] : next;
    }

    private static RegisterAnswer Listing(IEnumerable<Binding> bindings, DateTimeOffset now)
    {
        var fields = new List<(HeaderName, string)>();
        var life = TimeSpan.Zero;
        IReadOnlyList<string> path = [];
        foreach (var binding in bindings.Where(b => b.Expires > now))
        {
            var left = binding.Expires - now;
            var seconds = ((int)Math.Ceiling(left.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            fields.Add((HeaderName.Contact, $"<{binding.Contact}>;expires={seconds}"));
            life = left > life ? left : life;
            path = path.Count == 0 ? binding.Path : path;
        }

        fields.AddRange(path.Select(p => (HeaderName.Path, p)));
        return new RegisterAnswer(StatusCode.Ok, fields, life);
    }

    private static Flow? FlowOf(BindingRecord record, Func<SipTransport, IPEndPoint, Flow> flowTo)
    {
        var transport = SipTransportNames.Parse(record.Transport);
        try
        {
            return IPEndPoint.TryParse(record.Remote, out var remote) ? flowTo(transport, remote) : null;
        }
        catch (InvalidOperationException)
        {
            // We no longer listen on that family; the phone will come again where we do.
            return null;
        }
    }

    private void Keep(string user, List<Binding> bindings)
    {
        if (bindings.Count == 0)
        {
            _bindings.TryRemove(user, out _);
        }
        else
        {
            _bindings[user] = [.. bindings];
        }

        _store?.Save(user, [.. bindings.Select(b => new BindingRecord(
            b.Contact, b.Flow.Transport.InUri(), b.Flow.Remote.ToString(), [.. b.Path],
            b.Expires, b.CallId, b.CSeq, b.UserAgent, b.Since))]);
        if (bindings.Count > 0 && _log.IsEnabled(LogLevel.Information))
        {
            SipLog.Registered(_log, LogText.Of(user), bindings[0].Flow.Remote.ToString(),
                (int)(bindings[0].Expires - _time.GetUtcNow()).TotalSeconds);
        }
    }

    private void Sweep()
    {
        lock (_gate)
        {
            var now = _time.GetUtcNow();
            foreach (var (user, known) in _bindings)
            {
                if (Array.TrueForAll(known, b => b.Expires <= now))
                {
                    Keep(user, []);
                }
            }
        }
    }
}
