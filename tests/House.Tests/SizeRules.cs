using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Zhkh.House.Tests;

/// <summary>A file holds one concept, a method fits a screen, two files stand side by side.</summary>
public class SizeRules
{
    private const int FileLinesMax = 400;
    private const int MethodLinesMax = 60;
    private const int ColumnsMax = 120;
    private const int WiringLinesMax = 60;

    // What carries the facts; it translates none.
    private static readonly string[] RelayMachinery = ["EventRelay.cs", "RelayLoop.cs"];

    [Fact]
    public void No_file_is_longer_than_400_lines() =>
        Debts.AssertNoNew("file-length",
            SourceFile.Product.Where(f => f.Lines.Count > FileLinesMax).Select(f => f.Path));

    [Fact]
    public void No_method_is_longer_than_60_lines() =>
        Debts.AssertNoNew("method-length",
            from file in SourceFile.Product
            from method in file.Root.DescendantNodes().OfType<BaseMethodDeclarationSyntax>()
            let span = method.SyntaxTree.GetLineSpan(method.Span)
            where span.EndLinePosition.Line - span.StartLinePosition.Line + 1 > MethodLinesMax
            select $"{file.Path} {NameOf(method)}");

    [Fact]
    public void No_line_is_wider_than_120_columns() =>
        Debts.AssertNoNew("line-width",
            SourceFile.All.Where(f => f.Lines.Any(line => line.Length > ColumnsMax)).Select(f => f.Path));

    [Fact]
    public void A_wiring_file_translates_calls_and_returns() =>
        Debts.AssertNoNew("wiring-length",
            SourceFile.Product
                .Where(f => f.Path.StartsWith("src/Web/Wiring/", StringComparison.Ordinal))
                .Where(f => !RelayMachinery.Contains(Path.GetFileName(f.Path)))
                .Where(f => f.Lines.Count(line => line.Trim().Length > 0 && !line.StartsWith("using "))
                    > WiringLinesMax)
                .Select(f => f.Path));

    private static string NameOf(BaseMethodDeclarationSyntax method) => method switch
    {
        MethodDeclarationSyntax m => m.Identifier.Text,
        ConstructorDeclarationSyntax c => c.Identifier.Text,
        _ => method.Kind().ToString(),
    };
}
