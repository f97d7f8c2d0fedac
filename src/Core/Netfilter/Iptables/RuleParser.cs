using System.Text;
using NetPath.Core.Netfilter.Matches;
using NetPath.Core.Netfilter.Targets;
using NetPath.Core.Packets;

namespace NetPath.Core.Netfilter.Iptables;

/// <summary>
/// Reads one rule of an iptables-save dump. It never fails: what it does not understand becomes an
/// <see cref="UnknownMatch"/> or <see cref="UnknownTarget"/> that carries the text.
/// </summary>
internal sealed class RuleParser
{
    private readonly List<RuleToken> _tokens;
    private readonly List<Match> _matches = [];
    private Target _target = new ContinueTarget("", "");
    private string _protocol = "";
    private int _position;
    private bool _negated;
    private bool _confused;

    private RuleParser(List<RuleToken> tokens, int position)
    {
        _tokens = tokens;
        _position = position;
    }

    public static Rule Parse(Chain chain, int number, RuleSpan span, ReadOnlySpan<byte> text)
    {
        List<RuleToken> tokens = RuleTokenizer.Split(text);
        MarkFreeText(tokens);
        Counters? counters = tokens.Count > 0 ? Counters.Parse(tokens[0].Text) : null;
        RuleParser parser = new(tokens, counters is null ? 2 : 3);
        parser.Run();
        if (tokens.Count > 0 && tokens[^1].IsOpen)
        {
            parser._target = new UnknownTarget("", Encoding.UTF8.GetString(text), "a quote is not closed");
        }
        else if (parser is { _confused: true, _target: ContinueTarget { Kind: "" } })
        {
            // A word in the wrong place may have taken the target's.
            parser._target = new UnknownTarget("", Encoding.UTF8.GetString(text), "the rule was not understood");
        }

        return new Rule(chain, number, span, counters, parser._matches, parser._target);
    }

    // Text that somebody chose is printed without quotes where it has nothing but letters, digits, '_' and '-' (xtables_save_string() in libxtables), and may look
    // like an option then: getopt takes the word after these for their value, whatever it is.
    private static void MarkFreeText(List<RuleToken> tokens)
    {
        for (int i = 0; i + 1 < tokens.Count; i++)
        {
            if (tokens[i] is { Quoted: false, Text: "--comment" or "--log-prefix" or "--nflog-prefix" })
            {
                i++;
                if (tokens[i].IsOption)
                {
                    tokens[i] = tokens[i] with { Quoted = true };
                }
            }
        }
    }

    private void Run()
    {
        while (_position < _tokens.Count)
        {
            RuleToken token = _tokens[_position];
            if (token.IsNegation)
            {
                _negated = true;
                _position++;
                continue;
            }

            if (!ParseBase(token))
            {
                ParseExtension(token);
            }

            _negated = false;
        }
    }

    private bool ParseBase(RuleToken token)
    {
        switch (token.Quoted ? "" : token.Text)
        {
            case "-s" or "--source" or "--src":
                AddBase(token, static (parser, value) => parser.Address(value, isSource: true));
                return true;
            case "-d" or "--destination" or "--dst":
                AddBase(token, static (parser, value) => parser.Address(value, isSource: false));
                return true;
            case "-p" or "--protocol" or "--proto":
                AddBase(token, static (parser, value) => parser.ProtocolOf(value));
                return true;
            case "-i" or "--in-interface":
                AddBase(token, static (parser, value) => new InterfaceMatch(true, value, parser._negated));
                return true;
            case "-o" or "--out-interface":
                AddBase(token, static (parser, value) => new InterfaceMatch(false, value, parser._negated));
                return true;
            case "-f" or "--fragment":
                _matches.Add(new FragmentMatch(_negated));
                _position++;
                return true;
            case "-4" or "-6":
                _position++;
                return true;
            default:
                return false;
        }
    }

    private void ParseExtension(RuleToken token)
    {
        switch (token.Quoted ? "" : token.Text)
        {
            case "-m" or "--match":
                string module = NextText();
                _matches.Add(MatchModules.Parse(module, Segment(_position + 2)));
                break;
            case "-j" or "--jump":
                string target = NextText();
                _target = TargetModules.Parse(target, Segment(_position + 2));
                break;
            case "-g" or "--goto":
                _target = new JumpTarget(NextText(), IsGoto: true);
                _position += 2;
                break;
            case "-c" or "--set-counters":
                _position += 3;
                break;
            default:
                // A rule as typed by hand leaves "-m tcp" out: "-p tcp --dport 80".
                _matches.Add(token.IsOption && _protocol.Length > 0
                    ? MatchModules.Parse(_protocol, Segment(_negated ? _position - 1 : _position))
                    : Unknown(token));
                break;
        }
    }

    private UnknownMatch Unknown(RuleToken token)
    {
        _position++;
        _confused = true;
        return new UnknownMatch(token.ToString(), "it stands where an option should be");
    }

    // The tokens from start up to the next option that begins something else; leaves the position there.
    private OptionReader Segment(int start)
    {
        int end = Math.Min(start, _tokens.Count);
        bool ownNegation = end < _tokens.Count && _tokens[end].IsNegation;
        if (ownNegation)
        {
            end++;
        }

        while (end < _tokens.Count && !BeginsPart(_tokens[end]))
        {
            end++;
        }

        // A "!" right before the next part belongs to that part.
        if (end < _tokens.Count && end > start && _tokens[end - 1].IsNegation)
        {
            end--;
        }

        _position = end;
        return new OptionReader(_tokens, start, end);
    }

    private static bool BeginsPart(RuleToken token) => !token.Quoted && token.Text is
        "-m" or "--match" or "-j" or "--jump" or "-g" or "--goto" or "-s" or "--source" or "-d" or "--destination"
        or "-p" or "--protocol" or "-i" or "--in-interface" or "-o" or "--out-interface" or "-f" or "--fragment";

    private string NextText() => _position + 1 < _tokens.Count ? _tokens[_position + 1].Text : "";

    private void AddBase(RuleToken option, Func<RuleParser, string, Match> make)
    {
        _position++;
        if (_position < _tokens.Count && _tokens[_position].IsNegation)
        {
            _negated = !_negated;
            _position++;
        }

        string value = _position < _tokens.Count ? _tokens[_position++].Text : "";
        _confused |= value.Length == 0 || value[0] == '-';
        _matches.Add(value.Length > 0 ? make(this, value) : new UnknownMatch(option.Text, "it has no value"));
    }

    private Match ProtocolOf(string value)
    {
        _protocol = value;
        return ProtocolName.TryParse(value, out Protocol protocol)
            ? new ProtocolMatch(protocol, _negated)
            : new UnknownMatch($"-p {value}", "this protocol is not known");
    }

    private Match Address(string value, bool isSource)
    {
        if (IpPrefix.TryParse(value, out IpPrefix prefix))
        {
            return new AddressMatch(isSource, prefix, _negated);
        }

        int slash = value.IndexOf('/', StringComparison.Ordinal);
        return slash > 0
            && IpAddress.TryParse(value.AsSpan(0, slash), out IpAddress address)
            && IpAddress.TryParse(value.AsSpan(slash + 1), out IpAddress mask)
            && mask.Family == address.Family
            ? new MaskedAddressMatch(isSource, address, mask, _negated)
            : new UnknownMatch($"{(isSource ? "-s" : "-d")} {value}", "this is no address");
    }
}
