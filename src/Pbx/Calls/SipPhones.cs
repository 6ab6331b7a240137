using Zhkh.Pbx.Rtp;
using Zhkh.Pbx.Sip;
using Zhkh.Pbx.Trunks;

namespace Zhkh.Pbx.Calls;

/// <summary>Our people's phones over SIP. Stands before the registrar, to hear when a phone comes or goes.</summary>
internal sealed class SipPhones(
    SipStack stack, IRegistrar registrar, IRegistrations registrations, LegPool legs, CallOptions options,
    TimeProvider time) : IPhones, IRegistrar
{
    public PhoneSounds Sounds => legs.Sounds;

    public IReadOnlyCollection<string> Registered => registrations.Users();

    public Action? OnChanged { get; set; }

    /// <summary>Told which phone registered or refreshed, before <see cref="OnChanged"/>.</summary>
    public Action<string>? OnHeard { get; set; }

    public IRing Ring(RingRequest request) =>
        new PhoneRing(
            [.. registrations.Find(request.Extension).Select(binding => Dial(binding, request))],
            isLifted: request is { IsWished: true, AnswersItself: false });

    public RegisterAnswer Register(string user, SipRequest request, Flow flow)
    {
        var answer = registrar.Register(user, request, flow);
        OnHeard?.Invoke(user);
        OnChanged?.Invoke();
        return answer;
    }

    /// <summary>A phone that is removed or shut, or has another password, is rung no more.</summary>
    public void ForgetGone(IReadOnlyList<Extension> before, IReadOnlyList<Extension> after)
    {
        var known = after.Where(e => e.Enabled).ToDictionary(e => e.User, e => e.Ha1, StringComparer.Ordinal);
        foreach (var phone in before.Where(e => e.Ha1 != known.GetValueOrDefault(e.User)))
        {
            registrations.Forget(phone.User);
            legs.Sounds.Forget(phone.User);
        }

        OnChanged?.Invoke();
    }

    /// <summary>Bindings of phones that were removed or shut while we were down.</summary>
    public void ForgetUnknown(Func<string, bool> isKnown)
    {
        foreach (var user in registrations.Users().Where(user => !isKnown(user)))
        {
            registrations.Forget(user);
        }
    }

    public RegisterAnswer? Repeat(SipRequest request, Flow flow) => registrar.Repeat(request, flow);

    private Dialing Dial(Binding binding, RingRequest request) => Dialing.Start(
        stack, legs,
        new OutgoingInviteRequest
        {
            Target = binding.Target,
            Flow = binding.Flow,
            From = $"sip:{request.CallerNumber ?? "anonymous"}@{binding.Flow.Local}",
            FromName = request.CallerName ?? "",
            To = $"sip:{request.Extension}@{binding.Flow.Local}",
            Offer = default,
            Path = binding.Path,
            StaysOnFlow = true,
            Headers = request.AnswersItself
                ? [KeyValuePair.Create("Call-Info", $"<sip:{binding.Flow.Local}>;answer-after=0")]
                : [],
        },
        SourceLearning.OnceAfterStart, time, options.RingTimeMax,
        figures => legs.Sounds.Note(request.Extension, figures));
}
