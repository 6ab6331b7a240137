using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Zhkh.Testing;

namespace Zhkh.House.Tests;

/// <summary>A C# file of the repository, read and parsed once.</summary>
public sealed class SourceFile
{
    private static readonly Lazy<IReadOnlyList<SourceFile>> Everything = new(ReadAll);

    private SourceFile(string path)
    {
        Path = System.IO.Path.GetRelativePath(Repository.Root, path).Replace('\\', '/');
        Lines = File.ReadAllLines(path);
        Root = (CompilationUnitSyntax)CSharpSyntaxTree.ParseText(string.Join('\n', Lines)).GetRoot();
    }

    /// <summary>Relative to the root, with forward slashes.</summary>
    public string Path { get; }

    public IReadOnlyList<string> Lines { get; }

    public CompilationUnitSyntax Root { get; }

    public bool IsTest => Path.StartsWith("tests/", StringComparison.Ordinal);

    public static IReadOnlyList<SourceFile> All => Everything.Value;

    public static IEnumerable<SourceFile> Product => All.Where(f => !f.IsTest);

    public int LineOf(Microsoft.CodeAnalysis.SyntaxNode node) =>
        node.SyntaxTree.GetLineSpan(node.Span).StartLinePosition.Line + 1;

    private static List<SourceFile> ReadAll() =>
        new[] { "src", "tests", "bench" }
            .Select(folder => Repository.Path(folder))
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories))
            .Where(IsWritten)
            .Order(StringComparer.Ordinal)
            .Select(path => new SourceFile(path))
            .ToList();

    private static bool IsWritten(string path) =>
        !path.Split(System.IO.Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin" or "node_modules");
}
