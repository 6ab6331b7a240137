namespace Zhkh.Pbx.Numbers;

/// <summary>
/// Guards the trunk against toll fraud with a stolen phone (RELIABILITY A8): deny by default, caps per user and per
/// trunk, a freeze after repeated denials. In memory: a restart forgives the minutes of the day, never a rule.
/// </summary>
public sealed class DialPlan(DialPlanOptions options, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, DialUser> _users = new(StringComparer.Ordinal);
    private DateOnly _day;
    private TimeSpan _trunkSpent;
    private TimeSpan _robotSpent;

    /// <summary>Called once when a user is frozen: an alarm, not a log line among others.</summary>
    public Action<string>? OnFrozen { get; set; }

    /// <summary>What a user may beyond the rules of all; null: as far as the rules go.</summary>
    public Func<string, DialRights?> RightsOf { get; set; } = _ => null;

    /// <summary>
    /// Asks to call <paramref name="written"/> on behalf of a user (an extension) of an organisation.
    /// </summary>
    public DialVerdict Judge(string organisation, string user, string? written)
    {
        lock (_gate)
        {
            StartDay();
            var account = Account(user);
            var rights = RightsOf(user);
            var denial = Refusal(organisation, account, rights, written, out var number);
            if (denial is { } reason)
            {
                CountDenial(user, account, reason);
                return new DialVerdict.Denied(reason);
            }

            account.Live++;
            var left = TimeOf(rights) - account.Spent;
            var trunkLeft = options.TrunkTimePerDayMax - _trunkSpent;
            var allowed = left < trunkLeft ? left : trunkLeft;
            return new DialVerdict.Granted(new DialLease(number, allowed, talked => Return(account, talked))
            {
                Organisation = organisation,
            });
        }
    }

    /// <summary>
    /// Asks to call a number for the robot. It has minutes of its own, so that a campaign cannot use up the
    /// dispatchers' and they not its; how many calls at once is the pacer's to say. A forbidden number in a registry
    /// is a slip and freezes nobody.
    /// </summary>
    public DialVerdict JudgeRobot(string organisation, string? written)
    {
        lock (_gate)
        {
            StartDay();
            if (NumberPlan.Read(written) is not NumberReading.Phone { Number: var number })
            {
                return new DialVerdict.Denied(DialDenial.NotANumber);
            }

            return options.RulesOf(organisation).Allow(number)
                ? new DialVerdict.Granted(
                    new DialLease(number, options.RobotTimePerDayMax - _robotSpent, ReturnRobot)
                    {
                        Organisation = organisation, IsRobot = true,
                    })
                : new DialVerdict.Denied(DialDenial.NotAllowed);
        }
    }

    /// <summary>Whether the user's calls out are stopped until an administrator looks.</summary>
    public bool IsFrozen(string user)
    {
        lock (_gate)
        {
            return _users.TryGetValue(user, out var account) && account.Denials >= options.DenialsBeforeFreezeMax;
        }
    }

    /// <summary>An administrator looked and lets the user call again.</summary>
    public void Thaw(string user)
    {
        lock (_gate)
        {
            _users.Remove(user);
        }
    }

    private TimeSpan TimeOf(DialRights? rights) =>
        rights?.MinutesPerDay is { } minutes && TimeSpan.FromMinutes(minutes) < options.TimePerUserPerDayMax
            ? TimeSpan.FromMinutes(minutes) : options.TimePerUserPerDayMax;

    private DialDenial? Refusal(
        string organisation, DialUser account, DialRights? rights, string? written, out PhoneNumber number)
    {
        number = default;
        if (account.Denials >= options.DenialsBeforeFreezeMax)
        {
            return DialDenial.Frozen;
        }

        switch (NumberPlan.Read(written))
        {
            case NumberReading.Phone phone:
                number = phone.Number;
                break;
            case NumberReading.Short or NumberReading.Withheld:
                return DialDenial.NotAllowed;
            default:
                return DialDenial.NotANumber;
        }

        if (!options.RulesOf(organisation).Allow(number))
        {
            return DialDenial.NotAllowed;
        }

        if (rights is not null && DialClasses.Of(number, rights.Home) > rights.Reach)
        {
            return DialDenial.OutOfReach;
        }

        return account.Live >= options.ConcurrentPerUserMax ? DialDenial.TooManyAtOnce
            : account.Spent >= TimeOf(rights) ? DialDenial.UserMinutesSpent
            : _trunkSpent >= options.TrunkTimePerDayMax ? DialDenial.TrunkMinutesSpent
            : null;
    }

    /// <summary>Only attempts at forbidden numbers look like fraud; a busy user is not a thief.</summary>
    private void CountDenial(string user, DialUser account, DialDenial reason)
    {
        if (reason is DialDenial.NotAllowed or DialDenial.OutOfReach or DialDenial.NotANumber
            && ++account.Denials == options.DenialsBeforeFreezeMax)
        {
            OnFrozen?.Invoke(user);
        }
    }

    private DialUser Account(string user)
    {
        if (!_users.TryGetValue(user, out var account))
        {
            _users[user] = account = new DialUser();
        }

        return account;
    }

    private void StartDay()
    {
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time.GetUtcNow(), options.Zone).DateTime);
        if (today == _day)
        {
            return;
        }

        _day = today;
        _trunkSpent = TimeSpan.Zero;
        _robotSpent = TimeSpan.Zero;
        foreach (var account in _users.Values)
        {
            account.Spent = TimeSpan.Zero;
        }
    }

    private void Return(DialUser account, TimeSpan talked)
    {
        lock (_gate)
        {
            StartDay();
            account.Live--;
            account.Spent += talked;
            _trunkSpent += talked;
        }
    }

    private void ReturnRobot(TimeSpan talked)
    {
        lock (_gate)
        {
            StartDay();
            _robotSpent += talked;
        }
    }

    private sealed class DialUser
    {
        public int Live { get; set; }

        public int Denials { get; set; }

        public TimeSpan Spent { get; set; }
    }
}
