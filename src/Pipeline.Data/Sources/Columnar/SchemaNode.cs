using Parquet.Meta;
using Parquet.Schema;

namespace Pipeline.Data.Sources.Columnar;

/// <summary>A node of the schema tree with its levels (Dremel: Melnik et al. 2010, section 4).</summary>
internal sealed class SchemaNode
{
    private SchemaNode(SchemaElement element, int definition, int repetition)
    {
        Name = element.Name;
        Repeated = element.RepetitionType == FieldRepetitionType.REPEATED;
        Definition = definition + (element.RepetitionType is FieldRepetitionType.OPTIONAL or FieldRepetitionType.REPEATED ? 1 : 0);
        Repetition = repetition + (Repeated ? 1 : 0);
        IsList = element.LogicalType?.LIST is not null || element.ConvertedType == ConvertedType.LIST;
    }

    /// <summary>Its own name.</summary>
    public string Name { get; }

    /// <summary>Whether it may occur many times in its parent.</summary>
    public bool Repeated { get; }

    /// <summary>Definition level at which it is present.</summary>
    public int Definition { get; }

    /// <summary>Repetition level at which it occurs again.</summary>
    public int Repetition { get; }

    /// <summary>Whether it is annotated as a list.</summary>
    public bool IsList { get; }

    /// <summary>Its parts; empty for a leaf.</summary>
    public List<SchemaNode> Children { get; } = [];

    /// <summary>The library's field, for a leaf.</summary>
    public DataField? Field { get; private set; }

    /// <summary>What the footer says of it, for a leaf.</summary>
    public SchemaElement? Element { get; private set; }

    /// <summary>Index among all leaves, for a leaf.</summary>
    public int Index { get; private set; }

    /// <summary>All leaves below it, or itself.</summary>
    public IEnumerable<SchemaNode> Leaves => Children.Count == 0 ? [this] : Children.SelectMany(child => child.Leaves);

    /// <summary>Builds the columns from the flattened schema of a footer.</summary>
    /// <exception cref="InvalidDataException">The schema is no tree, or not the one that the library sees.</exception>
    public static List<SchemaNode> Build(List<SchemaElement> elements, DataField[] fields)
    {
        var next = 1;
        var leaves = 0;
        var columns = new List<SchemaNode>();
        for (var i = elements[0].NumChildren ?? 0; i > 0; i--) columns.Add(Node(0, 0, 0));
        return next == elements.Count && leaves == fields.Length ? columns : throw new InvalidDataException("The schema is no tree.");

        SchemaNode Node(int definition, int repetition, int depth)
        {
            if (next >= elements.Count || depth > 32) throw new InvalidDataException("The schema is no tree.");
            var element = elements[next++];
            var node = new SchemaNode(element, definition, repetition);
            for (var i = element.NumChildren ?? 0; i > 0; i--) node.Children.Add(Node(node.Definition, node.Repetition, depth + 1));
            if (node.Children.Count > 0) return node;
            if (element.Type is null || leaves >= fields.Length) throw new InvalidDataException("A column has no type.");
            node.Element = element;
            node.Index = leaves;
            node.Field = fields[leaves++];
            return node;
        }
    }
}
