using System.Collections;
using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.Core.Evidence;
using Pipeline.Core.Privacy;
using Pipeline.Core.Privacy.Accounting;

namespace Pipeline.Core.Canonical;

/// <summary>
/// Values of the evidence as JSON and back, without loss: numbers, texts, enumerations, digests, times, lists, and records by the
/// parameters of their constructor and their settable properties. Every statistic is covered by its shape, so a new one is
/// covered when it is written; a test tries them all.
/// </summary>
internal static class PlainValues
{
    private const string Kind = "type";

    private static readonly ConcurrentDictionary<Type, Shape> Shapes = new();

    private static readonly Dictionary<string, Type> Statistics = typeof(Statistic).Assembly.GetTypes()
        .Where(type => type.IsSubclassOf(typeof(Statistic)) && !type.IsAbstract).ToDictionary(type => type.Name, StringComparer.Ordinal);

    public static JsonNode? Write(object? value) => value switch
    {
        null => null,
        string text => JsonValue.Create(text),
        bool truth => JsonValue.Create(truth),
        int number => JsonValue.Create(number),
        long number => JsonValue.Create(number),
        double number => double.IsFinite(number) ? JsonValue.Create(number) : JsonValue.Create(number.ToString(CultureInfo.InvariantCulture)),
        Enum name => JsonValue.Create(name.ToString()),
        Digest digest => JsonValue.Create(digest.ToString()),
        DateTimeOffset time => JsonValue.Create(time.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture)),
        PrivacyStep step => JsonSerializer.SerializeToNode(LossRecords.Write([step])[0]),
        DisjointPart part => new JsonObject { ["of"] = part.Parts, ["part"] = part.Part, ["partition"] = part.Partition.ToString() },
        Residual residual => new JsonObject { [Kind] = nameof(Residual), ["attack"] = Write(residual.Attack), ["control"] = Write(residual.Control) },
        IEnumerable items => new JsonArray([.. items.Cast<object?>().Select(Write)]),
        _ => WriteRecord(value),
    };

    public static T Read<T>(JsonNode? node) => (T)Read(node, typeof(T))!;

    private static JsonObject WriteRecord(object value)
    {
        var written = new JsonObject();
        if (value is Statistic) written[Kind] = value.GetType().Name;
        foreach (var member in ShapeOf(value.GetType()).Members) written[member.Name] = Write(member.Of(value));
        return written;
    }

    private static object? Read(JsonNode? node, Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner) return node is null ? null : Read(node, inner);
        if (node is null) return null;
        if (type == typeof(string) || type == typeof(bool) || type == typeof(int) || type == typeof(long)) return node.GetValueKind() == JsonValueKind.Null ? null : node.Deserialize(type);
        if (type == typeof(double)) return node.GetValueKind() == JsonValueKind.String ? double.Parse(node.GetValue<string>(), CultureInfo.InvariantCulture) : node.GetValue<double>();
        if (type.IsEnum) return Enum.Parse(type, node.GetValue<string>()) is var named && Enum.IsDefined(type, named) ? named : throw new FormatException($"There is no such {type.Name}.");
        if (type == typeof(Digest)) return Digest.Parse(node.GetValue<string>());
        if (type == typeof(DateTimeOffset)) return DateTimeOffset.ParseExact(node.GetValue<string>(), "O", CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);
        if (type == typeof(PrivacyStep)) return LossRecords.Read(JsonSerializer.SerializeToElement(new JsonArray(node.DeepClone())))[0];
        if (type == typeof(DisjointPart)) return new DisjointPart(Digest.Parse(node["partition"]!.GetValue<string>()), node["part"]!.GetValue<int>(), node["of"]!.GetValue<int>());
        if (type == typeof(Residual)) return new Residual(Read<Proportion>(node["attack"]).K, Read<Proportion>(node["attack"]).N, Read<Proportion>(node["control"]).K, Read<Proportion>(node["control"]).N);
        if (type == typeof(Statistic)) return Read(node, Statistics[node[Kind]!.GetValue<string>()]);
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>)) return ReadList(node.AsArray(), type.GetGenericArguments()[0]);
        var shape = ShapeOf(type);
        return shape.Make([.. shape.Members.Select(member => Read(node[member.Name], member.Type))]);
    }

    private static Array ReadList(JsonArray items, Type type)
    {
        var list = Array.CreateInstance(type, items.Count);
        for (var i = 0; i < items.Count; i++) list.SetValue(Read(items[i], type), i);
        return list;
    }

    private static Shape ShapeOf(Type type) => Shapes.GetOrAdd(type, Shape.Of);

    /// <summary>A value that a record is made of.</summary>
    private sealed record Member(string Name, Type Type, Func<object, object?> Of);

    /// <summary>How a record is taken apart and made again.</summary>
    private sealed record Shape(IReadOnlyList<Member> Members, Func<object?[], object> Make)
    {
        private const BindingFlags Any = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance;

        public static Shape Of(Type type)
        {
            var constructor = type.GetConstructors().Where(made => !made.GetParameters().Any(parameter => parameter.ParameterType == type)).MaxBy(made => made.GetParameters().Length)
                ?? throw new InvalidOperationException($"{type.Name} cannot be made again from what it is written as.");
            var parameters = constructor.GetParameters();
            var settable = type.GetProperties().Where(property => property.SetMethod is { IsPublic: true } && !parameters.Any(parameter => Same(parameter.Name!, property.Name))).ToList();
            return new Shape([.. parameters.Select(parameter => Find(type, parameter)), .. settable.Select(property => new Member(Lower(property.Name), property.PropertyType, property.GetValue))], values =>
            {
                var made = constructor.Invoke(values[..parameters.Length]);
                for (var i = 0; i < settable.Count; i++) settable[i].SetValue(made, values[parameters.Length + i]);
                return made;
            });
        }

        /// <summary>Where a record keeps what its constructor was given: a property or a field of the parameter's name.</summary>
        private static Member Find(Type type, ParameterInfo parameter)
        {
            for (var level = type; level is not null; level = level.BaseType)
            {
                if (level.GetProperties(Any).FirstOrDefault(property => Same(property.Name, parameter.Name!) && property.PropertyType == parameter.ParameterType) is { } property)
                    return new Member(Lower(parameter.Name!), parameter.ParameterType, property.GetValue);
                if (level.GetFields(Any).FirstOrDefault(field => Same(field.Name, parameter.Name!) && field.FieldType == parameter.ParameterType) is { } field)
                    return new Member(Lower(parameter.Name!), parameter.ParameterType, field.GetValue);
            }
            throw new InvalidOperationException($"{type.Name} does not keep '{parameter.Name}', so it cannot be written without loss: keep it in a property or field of that name and type.");
        }

        private static bool Same(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);

        private static string Lower(string name) => char.ToLowerInvariant(name[0]) + name[1..];
    }
}
