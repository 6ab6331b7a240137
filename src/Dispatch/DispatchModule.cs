using System.Data.Common;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Zhkh.Dispatch;

/// <summary>The only registration point of the module.</summary>
public static class DispatchModule
{
    /// <summary>Everything is scoped and works inside the <see cref="DbTransaction"/> the host registered.</summary>
    public static IServiceCollection AddDispatch(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<DispatchOptions>().ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<DispatchOptions>>().Value);
        services.AddScoped(provider => DispatchDb.In(provider.GetRequiredService<DbTransaction>()));
        services.AddScoped<Rulebook>();
        services.AddScoped<Callbacks>();
        services.AddScoped<CallbackAttempts>();
        services.AddScoped<CallbackClock>();
        services.AddScoped<CallbackBoard>();
        services.AddScoped<AutomaticCallbacks>();
        services.AddScoped<Messages>();
        services.AddScoped<MessageClock>();
        services.AddScoped<MessageBoard>();
        services.AddScoped<Classifier>();
        services.AddScoped<TicketNumbers>();
        services.AddScoped<TicketBoard>();
        services.AddScoped<CallTickets>();
        services.AddScoped<Tickets>();
        services.AddScoped<TicketMoves>();
        services.AddScoped<Crews>();
        services.AddScoped<CrewBoard>();
        services.AddScoped<Assignments>();
        services.AddScoped<AssignmentBoard>();
        services.AddScoped<CrewActs>();
        services.AddScoped<CrewOrders>();
        services.AddScoped<CrewLinks>();
        services.AddScoped<CrewPhotos>();
        services.AddScoped<CrewReplies>();
        services.AddScoped<CrewNews>();
        services.AddScoped<Attention>();
        services.AddScoped<Escalations>();
        services.AddScoped<EscalationClock>();
        services.AddScoped<PollPlan>();
        services.AddScoped<PollClock>();
        services.AddScoped<PollAnswers>();
        services.AddScoped<PollBoard>();
        services.AddScoped<TicketAmendments>();
        services.AddScoped<OutageRules>();
        services.AddScoped<OutageBoard>();
        services.AddScoped<OutageCalls>();
        services.AddScoped<Outages>();
        services.AddScoped<Municipalities>();
        services.AddScoped<LetterBoard>();
        services.AddScoped<LetterMatters>();
        services.AddScoped<Letters>();
        services.AddScoped<JournalBoard>();
        return services;
    }
}
