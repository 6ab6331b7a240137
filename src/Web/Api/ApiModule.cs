using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Zhkh.Web.Audit;
using Zhkh.Web.Health;
using Zhkh.Web.Journal;
using Zhkh.Web.Outward;

namespace Zhkh.Web.Api;

/// <summary>Registration of the folder: how JSON looks, what becomes a problem.</summary>
internal static class ApiModule
{
    public static void AddApi(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
            // A null where none belongs is a request that cannot be read; what we answer is not judged by it.
            json.SerializerOptions.RespectNullableAnnotations = true;
            json.SerializerOptions.TypeInfoResolver = json.SerializerOptions.TypeInfoResolver?.WithAddedModifier(
                type =>
                {
                    foreach (var property in type.Properties.Where(p => !p.PropertyType.IsValueType))
                    {
                        property.IsGetNullable = true;
                    }
                });
            json.SerializerOptions.Converters.Add(
                new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        });
        // A body that cannot be read is a problem like any other, not an empty 400.
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.AddOpenApi("v1", document => document.AddDocumentTransformer((api, _, _) =>
        {
            (api.Info.Title, api.Info.Description) = ("Zhkh", "The HTTP API of the dispatch centre");
            return Task.CompletedTask;
        }));
        services.AddExceptionHandler<ProblemWriter>();
        services.AddScoped<AuditTrail>();
        services.AddScoped<CallLinks>();
        services.AddScoped<CampaignActs>();
        services.AddScoped<ControlDesk>();
        services.AddScoped<LineScope>();
        services.AddSingleton<CommandAnswers>();
        services.AddScoped<MenuReader>();
        services.AddScoped<TicketIntake>();
        services.AddSingleton<CrewLinkDoor>();
        services.AddScoped<JournalReader>();
        services.AddScoped<RecordingSearch>();
        services.AddSingleton<ExchangeMeters>();
        services.AddSingleton<Metrics>();
        services.AddSingleton<Readiness>();
    }
}
