namespace Pipeline.Data.Sources.Columnar;

/// <summary>Puts rows together from leaf columns and their levels (Melnik et al. 2010, section 4.3).</summary>
internal static class RowAssembly
{
    /// <summary>The next value of a column: a scalar, a list, a dictionary, or null.</summary>
    public static object? Next(SchemaNode node, LeafColumn[] leaves)
    {
        if (!node.Repeated) return Once(node, leaves);
        var first = leaves[node.Leaves.First().Index];
        var items = new List<object?>();
        if (first.Definition < node.Definition)
        {
            Skip(node, leaves);
            return items;
        }
        do items.Add(Once(node, leaves)); while (first.Repetition == node.Repetition);
        return items;
    }

    private static object? Once(SchemaNode node, LeafColumn[] leaves)
    {
        if (node.Children.Count == 0) return leaves[node.Index].Take();
        if (leaves[node.Leaves.First().Index].Definition < node.Definition)
        {
            Skip(node, leaves);
            return null;
        }
        // A list is a group with one repeated group with one element; older writers leave out the inner group.
        if (node.IsList && node.Children is [{ Repeated: true } repeated])
        {
            var items = (List<object?>)Next(repeated, leaves)!;
            return repeated.Children is [{ } element] ? items.ConvertAll(item => Member(item, element.Name)) : items;
        }
        return node.Children.ToDictionary(child => child.Name, child => Next(child, leaves));
    }

    /// <summary>The inner group of a list's item is never null in a sound file; levels that say so belong to a damaged one.</summary>
    private static object? Member(object? item, string name) => item is Dictionary<string, object?> group
        ? group[name]
        : throw new InvalidDataException("The levels of a list do not fit its schema.");

    private static void Skip(SchemaNode node, LeafColumn[] leaves)
    {
        foreach (var leaf in node.Leaves) leaves[leaf.Index].Take();
    }
}
