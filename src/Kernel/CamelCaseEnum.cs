using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Zhkh.Kernel;

/// <summary><see cref="CamelCase"/> as EF wants to hear it.</summary>
public sealed class CamelCaseEnum<T>()
    : ValueConverter<T, string>(value => CamelCase.Name(value), text => CamelCase.Value<T>(text))
    where T : struct, Enum;
