using System.Diagnostics;
using Zhkh.Testing;

namespace Zhkh.Web.Tests.Hosting;

public sealed class RunScriptTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("zhkh-lock").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task A_data_folder_in_use_is_refused_in_one_line_before_anything_is_touched()
    {
        // FileShare.None is flock(2): what the first run.sh holds.
        await using var first = new FileStream(
            Path.Combine(_data, "lock"), FileMode.Create, FileAccess.ReadWrite, FileShare.None);
        first.Write("run.sh pid 4711\n"u8);
        first.Flush();
        using var second = Process.Start(new ProcessStartInfo(Repository.Path("run.sh"), ["--data", _data])
        {
            RedirectStandardError = true, RedirectStandardOutput = true,
        })!;
        var error = await second.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await second.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(1, second.ExitCode);
        Assert.Equal($"zhkh: the data folder {_data} is in use by run.sh pid 4711\n", error);
        Assert.Equal(["lock"], Directory.EnumerateFileSystemEntries(_data).Select(Path.GetFileName));
    }
}
