using Microsoft.CodeAnalysis;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Zhkh.Testing;

namespace Zhkh.House.Tests;

/// <summary>Comments say why; nothing is switched off by commenting it out; nothing is skipped in silence.</summary>
public partial class TextRules
{
    // The receive loop, the mailbox, the relay, the clock: the four places that must outlive whatever they run.
    private static readonly string[] LoopsThatCatchEverything =
    [
        "src/Pbx/Rtp/MediaLoop.cs", "src/Pbx/Sip/Mailbox.cs", "src/Pbx/Sip/Transport/UdpTransport.cs",
        "src/Web/Wiring/EventRelay.cs",
    ];

    [Fact]
    public void No_todo_no_region() =>
        Debts.AssertNoNew("todo",
            SourceFile.All
                .Where(f => !f.Path.StartsWith("tests/House.Tests/", StringComparison.Ordinal))
                .Where(f => f.Lines.Any(line => Leftover().IsMatch(line)))
                .Select(f => f.Path));

    [Fact]
    public void No_code_is_commented_out() =>
        Debts.AssertNoNew("commented-code",
            from file in SourceFile.All
            from line in file.Lines
            where CommentedCode().IsMatch(line)
            select $"{file.Path} {line.Trim()}");

    [Fact]
    public void Everything_is_caught_only_in_the_loops_that_must_outlive_it() =>
        Debts.AssertNoNew("catch-all",
            from file in SourceFile.Product
            where !LoopsThatCatchEverything.Contains(file.Path)
            from handler in file.Root.DescendantNodes().OfType<CatchClauseSyntax>()
            let caught = handler.Declaration?.Type.ToString() ?? "Exception"
            where handler.Filter is null && caught == "Exception"
            select file.Path);

    [Fact]
    public void The_compiler_is_not_overruled_without_a_reason() =>
        Debts.AssertNoNew("null-forgiving",
            from file in SourceFile.Product
            from bang in file.Root.DescendantNodes().OfType<PostfixUnaryExpressionSyntax>()
            where bang.IsKind(SyntaxKind.SuppressNullableWarningExpression)
            let line = file.LineOf(bang)
            where !file.Lines[line - 1].Contains("//", StringComparison.Ordinal)
                && (line < 2 || !file.Lines[line - 2].TrimStart().StartsWith("//", StringComparison.Ordinal))
            select file.Path);

    [Fact]
    public void No_test_is_skipped_and_no_test_sleeps() =>
        Debts.AssertNoNew("skipped-or-sleeping",
            SourceFile.All
                .Where(f => f.IsTest && !f.Path.StartsWith("tests/House.Tests/", StringComparison.Ordinal))
                .Where(f => f.Lines.Any(line => SkippedOrSleeping().IsMatch(line)))
                .Select(f => f.Path));

    [Fact]
    public void Nothing_names_a_machine_path_or_an_address_outside()
    {
        var files = Directory.EnumerateFiles(Repository.Root, "*", SearchOption.AllDirectories)
            .Where(path => !path.Contains("/.git/") && !path.Contains("/bin/") && !path.Contains("/obj/")
                && !path.Contains("/node_modules/") && !path.Contains("/wwwroot/") && !path.Contains("/data/")
                && !path.Contains("/TestResults/") && !path.Contains("/.build/"))
            .Where(path => Path.GetExtension(path) is ".cs" or ".ts" or ".tsx" or ".json" or ".md" or ".sh" or ".yml"
                or ".props" or ".csproj" or ".sql" or "")
            .Where(path => !path.EndsWith("TextRules.cs", StringComparison.Ordinal))
            .Where(path => new FileInfo(path).Length < 2_000_000)
            .Where(path => MachineOrAddress().IsMatch(File.ReadAllText(path)))
            .Select(path => Path.GetRelativePath(Repository.Root, path));
        Debts.AssertNoNew("machine-path", files);
    }

    [GeneratedRegex(@"//.*\b(TODO|FIXME|HACK)\b|^\s*#region")]
    private static partial Regex Leftover();

    [GeneratedRegex(
        @"^\s*//\s*(var |return |await |if \(|for \(|foreach |using |public |private |internal )[^.]*[;{]\s*$")]
    private static partial Regex CommentedCode();

    [GeneratedRegex(@"Skip\s*=\s*""|Thread\.Sleep\(")]
    private static partial Regex SkippedOrSleeping();

    // A folder of somebody's machine, or an address outside: only standards and examples are cited by address.
    [GeneratedRegex(@"(?<![\w.~])/(home|root|Users|work)/\w|https?://(?!localhost|127\.|\[::1\]|0\.0\.0\.0|"
        + @"[\w.-]*example\.|www\.w3\.org|www\.rfc-editor\.org|schemas\.|\$|\{|<|""|')\w")]
    private static partial Regex MachineOrAddress();
}
