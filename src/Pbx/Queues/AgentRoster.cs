using Microsoft.Extensions.Logging.Abstractions;
using Zhkh.Pbx.Calls;

namespace Zhkh.Pbx.Queues;

/// <summary>
/// Who can be rung: registered, in no call, not paused, not kept from it by the end of a call, not resting after a
/// refusal. Pauses and ends of calls outlive a restart.
/// </summary>
internal sealed class AgentRoster
{
    /// <summary>Phones remembered; more than any house has desks.</summary>
    public const int AgentsMax = 10_000;

    private readonly IPhones _phones;
    private readonly PhonesInUse _inUse;
    private readonly QueueOptions _options;
    private readonly TimeProvider _time;
    private readonly JsonSnapshot<List<AgentMemory>> _file;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, DateTimeOffset> _restUntil = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AgentMemory> _agents = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Extension, Guid CallId), Queue> _talks = [];
    private readonly Dictionary<string, (Guid CallId, Queue Queue)> _unwritten = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ITimer> _wrapUps = new(StringComparer.Ordinal);
    private readonly ConsoleWatch _consoles;
    private HashSet<string> _registered;

    /// <param name="file">Where what a restart needs is kept; null keeps it in memory alone.</param>
    public AgentRoster(
        IPhones phones, PhonesInUse inUse, QueueOptions options, TimeProvider time,
        JsonSnapshot<List<AgentMemory>>? file = null)
    {
        (_phones, _inUse, _options, _time) = (phones, inUse, options, time);
        _consoles = new ConsoleWatch(options, time) { OnChanged = () => OnChanged?.Invoke() };
        _registered = [.. phones.Registered];
        phones.OnChanged += PhonesChanged;
        _file = file ?? new JsonSnapshot<List<AgentMemory>>("", NullLogger.Instance);
        HasFile = file is not null;
        foreach (var agent in file?.Load() ?? [])
        {
            _agents[agent.Extension] = agent;
            if (agent.WrapUpUntil is { } until && until - time.GetUtcNow() is var left && left > TimeSpan.Zero)
            {
                ClockWrapUp(agent.Extension, until, left);
            }
        }

        inUse.OnLeft = Left;
    }

    /// <summary>Somebody can be rung again, or may not be any more.</summary>
    public Action? OnChanged { get; set; }

    /// <summary>There and not paused: they take a call now, or after the one they have.</summary>
    public IReadOnlyList<string> OnDuty(bool forEmergency)
    {
        lock (_gate)
        {
            return [.. _phones.Registered.Where(e => IsThere(e, forEmergency) && MemoryOf(e).PausedSince is null)];
        }
    }

    /// <summary>The console of whoever sits at this phone gave a sign of life.</summary>
    public void ConsoleHeard(string extension) => _consoles.Heard(extension);

    /// <summary>It is known to have been silent for too long already.</summary>
    public void ConsoleGone(string extension) => _consoles.Gone(extension);

    private bool HasFile { get; }

    /// <summary>Everyone who is registered or paused, for screens.</summary>
    public IReadOnlyList<Agent> All()
    {
        lock (_gate)
        {
            return [.. _phones.Registered.Concat(_agents.Values.Where(a => a.PausedSince is not null)
                    .Select(a => a.Extension)).Distinct().Order(StringComparer.Ordinal).Select(Describe)];
        }
    }

    public Agent Find(string extension)
    {
        lock (_gate)
        {
            return Describe(extension);
        }
    }

    /// <summary>Phones that can be rung, with the end of their last call.</summary>
    /// <param name="forEmergency">
    /// An emergency does not wait until somebody has finished writing, and rings also where a console is lost and a
    /// phone is silent.
    /// </param>
    public IReadOnlyList<(string Extension, DateTimeOffset IdleSince)> Free(bool forEmergency)
    {
        var now = _time.GetUtcNow();
        lock (_gate)
        {
            return [.. _phones.Registered
                .Where(e => IsThere(e, forEmergency) && _inUse.CallOf(e) is null
                    && !(_restUntil.GetValueOrDefault(e) > now))
                .Select(MemoryOf)
                .Where(a => a.PausedSince is null && (forEmergency || !(a.WrapUpHolds && a.WrapUpUntil > now)))
                .Select(a => (a.Extension, a.IdleSince))];
        }
    }

    /// <summary>True when nothing, not even a call that is being written up, keeps this phone from a call.</summary>
    public bool IsReady(string extension)
    {
        lock (_gate)
        {
            return Describe(extension).State == AgentState.Ready
                && !(_restUntil.GetValueOrDefault(extension) > _time.GetUtcNow());
        }
    }

    /// <returns>Until when, for <see cref="Rested"/>.</returns>
    public DateTimeOffset Rest(string extension)
    {
        lock (_gate)
        {
            return _restUntil[extension] = _time.GetUtcNow() + _options.RestAfterRefusal;
        }
    }

    /// <summary>That time is over, whatever the clock says; a rest that began later goes on.</summary>
    public void Rested(string extension, DateTimeOffset until)
    {
        lock (_gate)
        {
            if (_restUntil.TryGetValue(extension, out var last) && last == until)
            {
                _restUntil.Remove(extension);
            }
        }
    }

    /// <summary>Their turn is over, whatever comes of it: the next one is somebody else's.</summary>
    public void TookTurn(string extension)
    {
        lock (_gate)
        {
            Remember(MemoryOf(extension) with { IdleSince = _time.GetUtcNow() });
        }
    }

    /// <summary>This phone talks for a queue: when it leaves the call, its end is written up.</summary>
    public void Took(string extension, Guid callId, Queue queue)
    {
        lock (_gate)
        {
            if (_inUse.IsIn(extension, callId))
            {
                _talks[(extension, callId)] = queue;
            }
        }
    }

    /// <summary>No calls from now on. One that rings goes elsewhere; one that goes on goes on.</summary>
    public void Pause(string extension, PauseReason reason, string? text)
    {
        lock (_gate)
        {
            var known = MemoryOf(extension);
            Remember(known with
            {
                PausedSince = known.PausedSince ?? _time.GetUtcNow(), PauseReason = reason, PauseText = text,
            });
        }

        Changed();
    }

    public void Resume(string extension)
    {
        lock (_gate)
        {
            var now = _time.GetUtcNow();
            Remember(MemoryOf(extension) with
            {
                PausedSince = null, PauseReason = null, PauseText = null, IdleSince = now,
            });
        }

        Changed();
    }

    /// <summary>The call is written up before its time is over.</summary>
    public void EndWrapUp(string extension)
    {
        lock (_gate)
        {
            StopWrapUp(extension);
        }

        Changed();
    }

    private void Left(string extension, Guid callId)
    {
        lock (_gate)
        {
            var now = _time.GetUtcNow();
            var known = MemoryOf(extension) with { IdleSince = now };
            if (_talks.Remove((extension, callId), out var queue) && queue.WrapUp > TimeSpan.Zero)
            {
                _unwritten[extension] = (callId, queue);
            }

            // Nobody writes with another call in hand: of two, the end of the last one counts.
            if (_inUse.CallOf(extension) is null && _unwritten.Remove(extension, out var talk))
            {
                var until = now + talk.Queue.WrapUp;
                known = known with
                {
                    WrapUpUntil = until, WrapUpOf = talk.CallId, WrapUpHolds = talk.Queue.HoldsWrapUp,
                };
                ClockWrapUp(extension, until, talk.Queue.WrapUp);
            }

            Remember(known);
        }

        Save();
    }

    /// <summary>A phone that comes after it was away is somebody sitting down anew.</summary>
    private void PhonesChanged()
    {
        lock (_gate)
        {
            HashSet<string> now = [.. _phones.Registered];
            foreach (var come in now.Where(e => !_registered.Contains(e)))
            {
                _consoles.Forget(come);
            }

            _registered = now;
        }
    }

    private bool IsThere(string extension, bool forEmergency) =>
        forEmergency || (_phones.SilentSince(extension) is null && _consoles.LostSince(extension) is null);

    private void ClockWrapUp(string extension, DateTimeOffset until, TimeSpan length)
    {
        if (_wrapUps.Remove(extension, out var before))
        {
            before.Dispose();
        }

        _wrapUps[extension] = _time.CreateTimer(
            _ => WrapUpOver(extension, until), null, length, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Its timer says so, not the time of day, which may be behind; one that began later goes on.</summary>
    private void WrapUpOver(string extension, DateTimeOffset until)
    {
        lock (_gate)
        {
            if (MemoryOf(extension).WrapUpUntil == until)
            {
                StopWrapUp(extension);
            }
        }

        Changed();
    }

    private void StopWrapUp(string extension)
    {
        Remember(MemoryOf(extension) with { WrapUpUntil = null, WrapUpOf = null, WrapUpHolds = false });
        if (_wrapUps.Remove(extension, out var timer))
        {
            timer.Dispose();
        }
    }

    private AgentMemory MemoryOf(string extension)
    {
        if (!_agents.TryGetValue(extension, out var known))
        {
            known = new AgentMemory(extension, _time.GetUtcNow());
            Remember(known);
        }

        return known;
    }

    private void Remember(AgentMemory agent)
    {
        if (_agents.Count < AgentsMax || _agents.ContainsKey(agent.Extension))
        {
            _agents[agent.Extension] = agent;
        }
    }

    private Agent Describe(string extension)
    {
        var known = MemoryOf(extension);
        var call = _inUse.CallOf(extension);
        var isRegistered = _phones.Registered.Contains(extension);
        var wrapUp = known.WrapUpUntil > _time.GetUtcNow() ? known.WrapUpUntil : null;
        var (silent, lost) = (_phones.SilentSince(extension), _consoles.LostSince(extension));
        var state = call is not null ? AgentState.InCall
            : known.PausedSince is not null ? AgentState.Paused
            : !isRegistered ? AgentState.Away
            : silent is not null ? AgentState.PhoneSilent
            : lost is not null ? AgentState.ConsoleLost
            : wrapUp is not null ? AgentState.WrapUp
            : AgentState.Ready;
        var since = state switch
        {
            AgentState.Paused => known.PausedSince,
            AgentState.PhoneSilent => silent,
            AgentState.ConsoleLost => lost,
            _ => known.IdleSince,
        };
        return new Agent(
            extension, state, since ?? known.IdleSince,
            call ?? (wrapUp is null ? null : known.WrapUpOf), isRegistered, known.PauseReason, known.PauseText, wrapUp);
    }

    private void Changed()
    {
        Save();
        OnChanged?.Invoke();
    }

    private void Save()
    {
        if (HasFile)
        {
            List<AgentMemory> now;
            lock (_gate)
            {
                now = [.. _agents.Values];
            }

            _file.Save(now);
        }
    }
}
