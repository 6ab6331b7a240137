using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Zhkh.Web.Hosting;

/// <summary>Turns what can go wrong at the start into one line and an exit code: 1 refused, 2 wrong usage.</summary>
internal static class StartFailure
{
    public static async Task<int> GuardAsync(Func<Task> start, TextWriter error)
    {
        try
        {
            await start();
            return 0;
        }
        catch (Exception failure) when (Describe(failure) is not null)
        {
            await error.WriteLineAsync($"zhkh: {Describe(failure)}");
            return failure is StartRefusedException { Usage: true } ? 2 : 1;
        }
    }

    private static string? Describe(Exception failure) => failure switch
    {
        StartRefusedException refused => refused.Message,
        OptionsValidationException invalid => string.Join("; ", invalid.Failures),
        PostgresException { SqlState: PostgresErrorCodes.DiskFull } =>
            "The disk of PostgreSQL is full: free some space",
        PostgresException postgres => $"PostgreSQL refused: {postgres.MessageText} ({postgres.SqlState})",
        NpgsqlException { InnerException: SocketException or TimeoutException or IOException } unreachable =>
            $"PostgreSQL cannot be reached ({unreachable.InnerException?.Message}): start it, or see --database",
        NpgsqlException broken => $"PostgreSQL cannot be used: {broken.Message}",
        InvalidDataException damaged => damaged.Message,
        IOException { HResult: DiskFullErrno } => "The disk is full: free some space below the data folder",
        IOException { HResult: LockedErrno } => "The data folder is in use by another host: choose another with --data",
        IOException { InnerException: AddressInUseException } taken => taken.Message,
        UnauthorizedAccessException denied => $"No permission: {denied.Message}",
        _ => null,
    };

    // ENOSPC: "No space left on device" (errno.h), which .NET passes on as the HResult.
    private const int DiskFullErrno = 28;

    // EWOULDBLOCK: the journal's lock file is held.
    private const int LockedErrno = 11;
}
