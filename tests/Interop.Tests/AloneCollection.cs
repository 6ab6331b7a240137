namespace Zhkh.Interop.Tests;

/// <summary>
/// Faults that take the whole machine. The towns of the other classes mostly wait for people who talk, and wait side by
/// side; these run after them, one by one.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "alone";
}
